// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { matches } from './shortcut';

const press = (key: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { key, ...more });

it('wants exactly its keys', () => {
  expect(matches('ctrl+k', press('k', { ctrlKey: true }))).toBe(true);
  expect(matches('ctrl+k', press('K', { metaKey: true }))).toBe(true);
  expect(matches('ctrl+k', press('k'))).toBe(false);
  expect(matches('ctrl+k', press('k', { ctrlKey: true, shiftKey: true }))).toBe(false);
  expect(matches('/', press('/'))).toBe(true);
});

// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { returnPath } from './return_path';

it.each([
  ['/ledgers?period=2020H1', '/ledgers?period=2020H1'],
  ['//evil.example/', '/'],
  ['/\\evil.example/', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  [undefined, '/'],
  [['/a', '/b'], '/'],
])('%s → %s', (to, expected) => { expect(returnPath(to)).toBe(expected); });

// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { agentName } from './agent';

it('names browser and system', () => {
  expect(agentName('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 '
    + '(KHTML, like Gecko) Chrome/108.0.0.0 Safari/537.36')).toBe('Chrome · Windows');
  expect(agentName('Mozilla/5.0 (Windows NT 10.0) Chrome/108.0 Safari/537.36 Edg/108.0'))
    .toBe('Edge · Windows');
  expect(agentName('Mozilla/5.0 (Linux; Android 12) Chrome/100.0 Mobile Safari/537.36'))
    .toBe('Chrome · Android');
});

it('shows others as they are, cut', () => {
  expect(agentName('curl/8.0')).toBe('curl/8.0');
  expect(agentName('')).toBe('—');
  expect(agentName('x'.repeat(60))).toBe(`${'x'.repeat(40)}…`);
});

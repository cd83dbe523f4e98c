// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { batchMark, fits } from './batches';

it('marks what the server says of a batch, also what it does not know', () => {
  expect(batchMark('未导完').state).toBe('missing');
  expect(batchMark('已撤回').state).toBe('suspended');
  expect(batchMark('新状态')).toEqual({ state: 'draft', word: '新状态' });
});

it('finds by ledger and file', () => {
  const batch = { ledger: '临时救助', file: '6月Final.xlsx' };
  expect(fits(batch, '')).toBe(true);
  expect(fits(batch, '救助 final')).toBe(true);
  expect(fits(batch, '救助 7月')).toBe(false);
});

// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Job } from '@/common/job_words';
import { inOrder, taskLine, taskMark, wantsMending } from './tasks';

const job = (some: Partial<Job>): Job => ({
  id: '1', kind: 'import', state: 'done', subject: 'works', created_at: null, started_at: null,
  finished_at: null, kept_until: null, cancelling: false, batch: null, outcome: null, result: null,
  error: null, details: null,
  progress: { done: 0, of: null, share: 0, per_second: null, seconds_left: null },
  ...some,
});

it('finds imports to be mended', () => {
  expect(wantsMending(job({ state: 'failed' }))).toBe(true);
  expect(wantsMending(job({ outcome: { rejected: 4 } }))).toBe(true);
  expect(wantsMending(job({ outcome: { rejected: 0, added: 3 } }))).toBe(false);
  expect(wantsMending(job({ kind: 'export', state: 'failed' }))).toBe(false);
});

it('says how far it is and what came of it', () => {
  const progress = { done: 1200, of: null, share: 0.3, per_second: null, seconds_left: 28 };
  expect(taskLine(job({ state: 'running', progress }))).toBe('1,200 行 · 约剩 28 秒');
  expect(taskLine(job({ outcome: { added: 42, rejected: 4 } }))).toBe('新增 42 · 有错 4');
  expect(taskLine(job({ state: 'failed' }), '表头缺少必填的列')).toBe('表头缺少必填的列');
});

it('marks and orders', () => {
  expect(taskMark(job({ state: 'failed' })).state).toBe('overdue');
  expect(taskMark(job({ outcome: { rejected: 1 } })).state).toBe('missing');
  const order = inOrder([
    job({ id: 'done' }), job({ id: 'failed', state: 'failed' }),
    job({ id: 'runs', state: 'running' }),
  ]);
  expect(order.map((one) => one.id)).toEqual(['runs', 'failed', 'done']);
});

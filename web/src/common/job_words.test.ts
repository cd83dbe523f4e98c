// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { chooseLanguage } from './language';
import {
  isOver, isTrial, jobNote, jobState, jobTitle, noteJob, outcomeText, progressText,
} from './job_words';

beforeEach(() => {
  localStorage.clear();
  chooseLanguage('zh');
});

const progress = { done: 1200, of: 3000, share: 0.4, per_second: 800, seconds_left: 3 };

describe('a job in words', () => {
  it('says how far it is and how long it will take', () => {
    expect(progressText(progress)).toBe('1,200 / 约 3,000 行 · 每秒 800 行 · 约剩 3 秒');
    const nothing = { done: 0, of: null, share: 0, per_second: null, seconds_left: null };
    expect(progressText(nothing)).toBe('');
    expect(progressText({ ...progress, seconds_left: 0 })).toContain('约剩 1 秒');
    expect(progressText({ ...progress, share: 1, seconds_left: 0 })).not.toContain('约剩');
  });

  it('names only what there was of an import', () => {
    const outcome = { added: 34, changed: 0, same: 3, rejected: 4, zero_reports: 0 };
    expect(outcomeText({ kind: 'import', outcome })).toBe('新增 34 · 相同 3 · 有错 4');
    expect(outcomeText({ kind: 'import', outcome: { ...outcome, taken_back: true } }))
      .toBe('新增 34 · 相同 3 · 有错 4 · 整张没有入');
    expect(outcomeText({ kind: 'import', outcome: { added: 0 } })).toBe('没有行');
    expect(outcomeText({ kind: 'import', outcome: { imported_before: true } })).toContain('以前导入过');
  });

  it('tells the other kinds', () => {
    expect(outcomeText({ kind: 'export', outcome: { records: 1234 } })).toBe('1,234 条');
    expect(outcomeText({ kind: 'report', outcome: { figures: 48, missing: 1 } }))
      .toBe('48 个数字，缺 1 个');
    expect(outcomeText({ kind: 'report', outcome: { figures: 48, missing: 0 } })).toBe('48 个数字');
    expect(outcomeText({ kind: 'undo', outcome: { removed: 2, reverted: 1 } }))
      .toBe('移出 2 条，改回 1 条');
    expect(outcomeText({ kind: 'undo', outcome: { removed: 2, reverted: 0 } })).toBe('移出 2 条');
    expect(outcomeText({ kind: 'undo', outcome: { removed: 0 } })).toBe('没有条目可撤');
    expect(outcomeText({ kind: 'export', outcome: null })).toBe('');
    expect(outcomeText({ kind: 'export', outcome: {} })).toBe('');
  });

  it('has a mark for every state', () => {
    expect(jobState({ state: 'running', cancelling: false }))
      .toEqual({ state: 'doing', word: '在办' });
    expect(jobState({ state: 'running', cancelling: true }).word).toBe('正在取消');
    expect(jobState({ state: 'failed', cancelling: false }).state).toBe('overdue');
    expect(isOver({ state: 'queued' })).toBe(false);
    expect(isOver({ state: 'cancelled' })).toBe(true);
  });
});

describe('trials', () => {
  const job = {
    id: '7', kind: 'import' as const, state: 'done' as const, batch: null, subject: 'visits',
    outcome: { added: 1 },
  };
  const titleOf = () => '走访';

  it('are told from imports by what came of them', () => {
    expect(isTrial(job)).toBe(true);
    expect(isTrial({ ...job, batch: '3' })).toBe(false);
    expect(isTrial({ ...job, outcome: { imported_before: true } })).toBe(false);
    expect(isTrial({ ...job, outcome: { taken_back: true } })).toBe(false);
    expect(isTrial({ ...job, state: 'running' })).toBe(false);
  });

  it('are known while they run to the browser that asked', () => {
    expect(jobTitle({ ...job, state: 'running' }, titleOf)).toBe('导入 · 走访');
    noteJob('7', { file: '6月.xlsx', trial: true });
    expect(jobTitle({ ...job, state: 'running' }, titleOf)).toBe('试算导入 · 走访');
    expect(jobNote('7')?.file).toBe('6月.xlsx');
    expect(jobNote('8')).toBeUndefined();
  });

  it('are forgotten when there are many', () => {
    for (let id = 0; id < 70; id += 1) noteJob(String(id), { file: 'x', trial: false });
    expect(jobNote('69')).toBeDefined();
    expect(jobNote('0')).toBeUndefined();
  });

  it('survive a browser that keeps nonsense', () => {
    localStorage.setItem('taizhang.jobs', '{"a":1}');
    expect(jobNote('7')).toBeUndefined();
    localStorage.setItem('taizhang.jobs', 'not json');
    expect(jobNote('7')).toBeUndefined();
  });
});

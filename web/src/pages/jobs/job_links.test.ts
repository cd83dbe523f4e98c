// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { type Job, noteJob } from '@/common/job_words';
import { chooseLanguage } from '@/common/language';
import { jobLink, whatToDo } from './job_links';

beforeEach(() => {
  localStorage.clear();
  chooseLanguage('zh');
});

function job(more: Partial<Job> = {}): Job {
  return {
    id: '7', kind: 'import', state: 'done', subject: 'visits', created_at: null, started_at: null,
    finished_at: null, kept_until: null, cancelling: false, batch: null, outcome: null,
    result: null, error: null, details: null,
    progress: { done: 0, of: null, share: 0, per_second: null, seconds_left: null }, ...more,
  };
}
const error = (code: string): NonNullable<Job['error']> =>
  ({ type: '', title: '', status: 422, code, detail: '' });

describe('where a job is gone on with', () => {
  const import_ = '/ledgers/visits/import';

  it('is the wizard, where the import stood', () => {
    expect(jobLink(job({ outcome: { added: 3 } }))).toEqual(
      { word: '接着入账', to: { path: import_, query: { check: '7' } } });
    expect(jobLink(job({ outcome: { added: 3 }, batch: '9' }))).toEqual(
      { word: '看结果', to: { path: import_, query: { job: '7' } } });
    expect(jobLink(job({ outcome: { added: 3, rejected: 1 } }))?.word).toBe('改好再导');
  });

  it('takes an import that failed for a trial, unless this browser knows better', () => {
    const failed = job({ state: 'failed', error: error('invalid_input') });
    expect(jobLink(failed)?.to.query).toEqual({ check: '7' });
    noteJob('7', { file: 'a.csv', trial: false });
    expect(jobLink(failed)?.to.query).toEqual({ job: '7' });
  });

  it('is a page of its own for the others', () => {
    expect(jobLink(job({ kind: 'export' }))?.to.path).toBe('/ledgers/visits');
    expect(jobLink(job({ kind: 'report' }))?.to.path).toBe('/reports');
    expect(jobLink(job({ kind: 'undo' }))?.to.path).toBe('/imports');
  });
});

describe('what to do', () => {
  it('is nothing about what went well', () => {
    expect(whatToDo(job())).toBe('');
    expect(whatToDo(job({ state: 'running' }))).toBe('');
  });

  it('depends on why it failed', () => {
    const failed = (code: string, more: Partial<Job> = {}) =>
      whatToDo(job({ state: 'failed', error: error(code), ...more }));
    expect(failed('interrupted')).toContain('接着导');
    expect(failed('invalid_input')).toContain('改好文件');
    expect(failed('forbidden')).toContain('安全管理员');
    expect(failed('conflict', { kind: 'undo' })).toContain('条目');
    expect(failed('io', { kind: 'export' })).toContain('过一会儿');
    expect(failed('invalid_input', { kind: 'export' })).toContain('改条件');
  });

  it('tells whether a cancelled one left something', () => {
    expect(whatToDo(job({ state: 'cancelled', batch: '9' }))).toContain('撤回');
    expect(whatToDo(job({ state: 'cancelled' }))).toContain('没有留下');
  });
});

// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '@/common/job_words';
import { chooseLanguage } from '@/common/language';
import { columnParts, countsOf, rowsTold, stageOf, type Standing, stepsOf } from './import_steps';

beforeEach(() => { chooseLanguage('zh'); });

const kNothing: Standing = {
  sending: false, check: undefined, hasCheck: false, job: undefined, hasJob: false,
};

function job(state: Job['state'], more: Partial<Job> = {}): Job {
  return {
    id: '1', kind: 'import', state, subject: 'visits', created_at: null, started_at: null,
    finished_at: null, kept_until: null, cancelling: false, batch: null, outcome: null,
    result: null, error: null, details: null,
    progress: { done: 0, of: null, share: 0, per_second: null, seconds_left: null }, ...more,
  };
}

describe('where an import stands', () => {
  it('goes from the file to the trial', () => {
    expect(stageOf(kNothing)).toBe('choose');
    expect(stageOf({ ...kNothing, sending: true })).toBe('sending');
    const checked = { ...kNothing, hasCheck: true };
    expect(stageOf(checked)).toBe('looking');
    expect(stageOf({ ...checked, check: job('running') })).toBe('looking');
    expect(stageOf({ ...checked, check: job('done') })).toBe('looked');
    expect(stageOf({ ...checked, check: job('cancelled') })).toBe('refused');
  });

  it('asks for columns where the header lacks some', () => {
    const error = {
      type: '', title: '', status: 422, code: 'invalid_input', detail: '表头缺少必填的列',
      errors: [{ code: 'invalid_input', message_zh: '表头缺少必填的列', expected_zh: '救助金额' }],
    } as NonNullable<Job['error']>;
    const checked = { ...kNothing, hasCheck: true, check: job('failed', { error }) };
    expect(stageOf(checked)).toBe('columns');
    expect(stageOf({ ...checked, check: job('failed') })).toBe('refused');
  });

  it('goes on to the import, whatever became of the trial', () => {
    const both = { ...kNothing, hasCheck: true, check: job('done'), hasJob: true };
    expect(stageOf(both)).toBe('importing');
    expect(stageOf({ ...both, job: job('running') })).toBe('importing');
    expect(stageOf({ ...both, job: job('failed') })).toBe('over');
  });
});

describe('the steps', () => {
  const states = (...given: Parameters<typeof stepsOf>) =>
    stepsOf(...given).map((step) => step.state).join(' ');

  it('are behind, at hand or ahead', () => {
    expect(states('choose')).toBe('done on ahead ahead ahead');
    expect(states('columns')).toBe('done done on ahead ahead');
    expect(states('looked')).toBe('done done done on ahead');
    expect(states('over')).toBe('done done done done done');
  });

  it('know which upload it is', () => {
    expect(states('sending', true)).toBe('done on ahead ahead ahead');
    expect(states('sending', false)).toBe('done done done done on');
  });
});

it('counts what would be written', () => {
  const outcome = { added: 34, changed: 5, same: 3, rejected: 4, zero_reports: 1 };
  expect(countsOf({ outcome })).toEqual(
    { added: 34, changed: 5, same: 3, rejected: 4, zeroReports: 1, all: 47, toWrite: 40 });
  expect(countsOf({ outcome: null }).all).toBe(0);
});

it('counts a row with several mistakes once', () => {
  expect(rowsTold([{ sheet: '', row: 3 }, { sheet: '', row: 3 }, { sheet: '6月', row: 3 }])).toBe(2);
});

it('takes the letter of a column from its title', () => {
  expect(columnParts('F（救助金额）')).toEqual({ letter: 'F', title: '救助金额' });
  expect(columnParts('AB（甲（乙））')).toEqual({ letter: 'AB', title: '甲（乙）' });
  expect(columnParts('编号')).toEqual({ letter: '', title: '编号' });
});

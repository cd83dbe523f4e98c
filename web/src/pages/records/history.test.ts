// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { actionWord, actorName, newestFirst, type Revision, summary } from './history';

function revisionOf(more: Partial<Revision>): Revision {
  return {
    revision: 1, at: '2020-05-31T00:30:00Z', actor: 'minsheng', action: 'changed', reason: '',
    batch: null, attachments: [], changes: [], ...more,
  };
}
const change = { field: 'amount', title: '救助金额', before: '5.00', after: '6.00' };

describe('history', () => {
  it('says what was done, and to how much', () => {
    expect(summary(revisionOf({ changes: [change] }))).toBe('改 1 项');
    expect(summary(revisionOf({ action: 'attachment_added', attachments: ['1', '2'] })))
      .toBe('添附件 2 份');
    expect(summary(revisionOf({ action: 'deleted' }))).toBe('作废');
  });
  it('tells an import from an entry', () => {
    expect(actionWord(revisionOf({ action: 'created' }))).toBe('录入');
    expect(actionWord(revisionOf({ action: 'created', batch: '7' }))).toBe('导入');
  });
  it('names the program where it was no person', () => {
    expect(actorName('cli:root')).toBe('服务器命令行');
    expect(actorName('minsheng')).toBe('minsheng');
  });
  it('has the newest first', () => {
    const sorted = newestFirst([revisionOf({}), revisionOf({ revision: 3 }),
      revisionOf({ revision: 2 })]);
    expect(sorted.map((one) => one.revision)).toEqual([3, 2, 1]);
  });
});

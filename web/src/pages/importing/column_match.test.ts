// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Job } from '@/common/job_words';
import { columnsToMatch, differ, headerText, headerTrouble } from './column_match';

function failed(message: string, expected?: string): Pick<Job, 'state' | 'kind' | 'error'> {
  return {
    kind: 'import',
    state: 'failed',
    error: {
      type: '/api/problems/invalid_input', title: '内容有误', status: 422, code: 'invalid_input',
      detail: message,
      errors: [{
        code: 'invalid_input', message_zh: message, pointer: '',
        ...(expected === undefined ? {} : { expected_zh: expected }),
      }],
    },
  };
}

describe('a header that lacks columns', () => {
  it('names them, and what may be one of them', () => {
    const told = '救助金额、致困原因；“金额数”就是“救助金额”的话，加 --column "金额数=救助金额"' +
      '；“原因说明”就是“致困原因”的话，加 --column "原因说明=致困原因"';
    expect(headerTrouble(failed('表头缺少必填的列', told))).toEqual({
      missing: ['救助金额', '致困原因'],
      unknown: [
        { header: '金额数', suggestion: '救助金额' }, { header: '原因说明', suggestion: '致困原因' },
      ],
    });
  });

  it('is told without the words of the command line', () => {
    const found = headerTrouble(failed('表头缺少必填的列',
      '救助金额；“金额数”就是“救助金额”的话，加 --column "金额数=救助金额"'));
    expect(found && headerText(found)).toBe(
      '表头里没有必填的列：救助金额。“金额数”可能就是“救助金额”。');
  });

  it('may have nothing to offer', () => {
    expect(headerTrouble(failed('表头缺少必填的列', '救助金额'))).toEqual(
      { missing: ['救助金额'], unknown: [] });
    expect(headerTrouble(failed('表头缺少必填的列'))).toEqual({ missing: [], unknown: [] });
  });

  it('is another thing than other failures', () => {
    expect(headerTrouble(failed('这是 PDF 文件，不是表格'))).toBeUndefined();
    expect(headerTrouble({ kind: 'import', state: 'done', error: null })).toBeUndefined();
  });
});

it('keeps what was matched by hand among what can be matched', () => {
  const unknown = [{ header: '经手', suggestion: '' }];
  expect(columnsToMatch(unknown, { 金额数: '救助金额', 经手: '' })).toEqual([
    { header: '经手', suggestion: '' }, { header: '金额数', suggestion: '救助金额' },
  ]);
});

it('knows when the file has to be looked at again', () => {
  expect(differ({}, { 经手: '' })).toBe(false);
  expect(differ({ 经手: '备注' }, {})).toBe(true);
  expect(differ({ 经手: '备注' }, { 经手: '备注' })).toBe(false);
});

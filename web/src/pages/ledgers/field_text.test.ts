// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Field } from '@/common/ledgers';
import { fullDate, meantNumber, sentBack, sentFor, shownText, typedText } from './field_text';

function field(type: string, more: Partial<Field> = {}): Field {
  return {
    name: 'one', title: '一项', type, required: false, unique: false, retired: false,
    personal: false, help: '', expected: '', choices: [], ...more,
  };
}
const cause = field('choice', { choices: [{ code: 'illness', title: '重大疾病' }] });

describe('values as text', () => {
  it('are what one would type', () => {
    expect(typedText(cause, 'illness')).toBe('重大疾病');
    expect(typedText(field('boolean'), false)).toBe('否');
    expect(typedText(field('area'), { id: '5', name: '石桥社区' })).toBe('石桥社区');
    expect(typedText(field('datetime'), '2020-05-31T00:30:05.123Z')).toBe('2020-05-31 08:30');
    expect(typedText(field('integer'), 0)).toBe('0');
    expect(typedText(field('text'), null)).toBe('');
  });

  it('are shown as a table has them', () => {
    expect(shownText(field('money'), '11200.00')).toBe('11,200.00');
    expect(shownText(field('long_text'), '一\n二')).toBe('一 ⏎ 二');
    expect(shownText(field('attachment'), ['1', '2'])).toBe('2 件');
  });

  it('are put back exactly', () => {
    expect(sentBack(field('area'), { id: '5', name: '石桥社区' })).toBe('#5');
    expect(sentBack(cause, 'illness')).toBe('illness');
    expect(sentBack(field('multi_choice'), ['a', 'b'])).toEqual(['a', 'b']);
    expect(sentBack(field('text'), null)).toBeNull();
  });
});

describe('what is typed', () => {
  it('is sent as it is, but for dates without a year', () => {
    expect(fullDate('6.3', '2020-11-28')).toBe('2020-06-03');
    expect(fullDate('6月3日', '2020-11-28')).toBe('2020-06-03');
    expect(fullDate('13.40', '2020-11-28')).toBe('13.40');
    expect(sentFor(field('money'), '6OO')).toBe('6OO');
    expect(sentFor(field('text'), '  ')).toBeNull();
  });

  it('may be a number with letters in it', () => {
    expect(meantNumber(field('money'), '6OO')).toBe('600.00');
    expect(meantNumber(field('integer'), 'l2')).toBe('12');
    expect(meantNumber(field('money'), '六百')).toBeUndefined();
    expect(meantNumber(field('money'), '600')).toBeUndefined();
    expect(meantNumber(field('text'), '6OO')).toBeUndefined();
  });
});

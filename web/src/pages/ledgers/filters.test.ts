// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Field } from '@/common/ledgers';
import { filterKind, filterWord, readFilters, withConditions, written } from './filters';
import { askedQuery, readAsked } from './question';
import { readSort, sortedBy, writtenSort } from './sorts';

function field(type: string, more: Partial<Field> = {}): Field {
  return {
    name: 'one', title: '一项', type, required: false, unique: false, retired: false,
    personal: false, help: '', expected: '', choices: [{ code: 'paid', title: '已发放' },
                                                       { code: 'applied', title: '已申请' }], ...more,
  };
}

describe('conditions', () => {
  it('are written as the API has them and read back', () => {
    const texts = ['amount ge 500', 'amount le 600', 'status in paid,applied', 'note missing',
                   'note contains 两 个 词'];
    expect(written(readFilters(texts))).toEqual([
      'amount ge 500', 'amount le 600', 'status in paid,applied', 'note missing',
      'note contains 两 个 词',
    ]);
    expect(readFilters(['no compare here', 'x'])).toEqual({});
    expect(withConditions(readFilters(texts), 'amount', [])).not.toHaveProperty('amount');
  });

  it('are said in words', () => {
    const word = (type: string, filters: string[]) =>
      filterWord(field(type), readFilters(filters).one).word;
    expect(word('choice', ['one in paid,applied'])).toBe('已发放 等2项');
    expect(word('date', ['one ge 2020-06-01', 'one le 2020-06-30'])).toBe('2020-06');
    expect(word('date', ['one ge 2020-06-05', 'one le 2020-06-30']))
      .toBe('2020-06-05 – 2020-06-30');
    expect(word('money', ['one ge 500'])).toBe('≥ 500');
    expect(word('text', ['one missing'])).toBe('空着的');
    expect(filterWord(field('text'), undefined)).toEqual({ word: '含', on: false });
    expect(filterWord(field('area'), readFilters(['one in 5301']).one, () => '石桥社区').word)
      .toBe('石桥社区');
  });

  it('of sealed fields are by the whole value, or by being there', () => {
    expect(filterKind(field('person', { personal: true }))).toBe('exact');
    expect(filterKind(field('date', { personal: true }))).toBe('filled');
    expect(filterKind(undefined)).toBe('text');
  });
});

describe('the order', () => {
  it('is by the last chosen first, by three at most', () => {
    const keys = sortedBy(readSort('-paid_on,amount,status'), 'area', true);
    expect(writtenSort(keys)).toBe('-area,-paid_on,amount');
    expect(writtenSort(sortedBy(keys, 'amount', false))).toBe('amount,-area,-paid_on');
  });
});

describe('the address', () => {
  it('says what is asked for', () => {
    const query = {
      filter: ['amount ge 500', 'status eq paid'], sort: '-amount', q: '大病', bin: 'only',
      whole: '1', view: '7',
    };
    expect(askedQuery(readAsked(query))).toEqual(query);
    expect(askedQuery(readAsked({}))).toEqual({});
  });
});

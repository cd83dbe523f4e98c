// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { parts, ratioAgrees } from './counted';
import type { Figure, Indicator, Trace } from './figures';

const indicator = (name: string, more: Partial<Indicator> = {}): Indicator => ({
  name, title: name, ledger: 'works', unit: '处', sentence: '', measure: 'count', field: null,
  where: null, to_date: false, numerator: null, denominator: null, ...more,
});
const figure = (value: string | null, more: Partial<Figure> = {}): Figure => ({
  indicator: 'x', title: 'x', value, unit: '处', printed: '', records: 0, numerator: null,
  denominator: null, missing: null, previous: null, year_before: null, ...more,
});
const record = (amount: string, part = '', day = '2020-01-01') => ({
  number: 'SS-1', happened_on: day, area: '石桥社区', part, amount_counted: amount,
});
const trace = (of: Figure, records: Trace['records']): Trace =>
  ({ figure: of, sentence: '', records });

describe('the records behind a figure', () => {
  it('come to it', () => {
    const [part] = parts(trace(figure('1000.30'), [record('500.10'), record('500.20')]),
      indicator('works.cost', { measure: 'sum' }), new Map());
    expect(part).toMatchObject({ total: '1000.30', agrees: true, difference: '' });
  });
  it('do not come to it: by how much', () => {
    const [part] = parts(trace(figure('3'), [record('1'), record('1')]), indicator('x'), new Map());
    expect(part).toMatchObject({ agrees: false, difference: '合计比数字多 −1' });
  });
  it('of a missing figure prove nothing', () => {
    expect(parts(trace(figure(null), []), indicator('x'), new Map())[0]?.agrees).toBe(false);
  });
  it('are counted once each where different ones are counted', () => {
    const [part] = parts(trace(figure('2'), [record('甲'), record('乙'), record('甲')]),
      indicator('x', { measure: 'distinct' }), new Map());
    expect(part).toMatchObject({ total: '2', agrees: true });
  });
  it('have the last one say it where the last one counts', () => {
    const [part] = parts(
      trace(figure('7'), [record('7', '', '2020-03-01'), record('5', '', '2020-02-01')]),
      indicator('x', { measure: 'last' }), new Map());
    expect(part?.agrees).toBe(true);
  });
  it('stand in two parts for a ratio', () => {
    const ratio = indicator('r', { measure: 'ratio', numerator: 'a', denominator: 'b' });
    const found = parts(
      trace(figure('50.00', { numerator: '1', denominator: '2' }),
        [record('1', 'numerator'), record('1', 'denominator'), record('1', 'denominator')]),
      ratio, new Map([['a', indicator('a')], ['b', indicator('b')]]));
    expect(found.map((part) => [part.name, part.total, part.agrees])).toEqual([
      ['numerator', '1', true], ['denominator', '2', true],
    ]);
  });
});

describe('a ratio', () => {
  it('is its two numbers divided, at its own decimals', () => {
    const rate = (value: string, numerator: string, denominator: string) =>
      ratioAgrees(figure(value, { numerator, denominator }), '%');
    expect(rate('98.00', '441', '450')).toBe(true);
    expect(rate('94.78', '418', '441')).toBe(true);
    expect(rate('94.79', '418', '441')).toBe(false);
    expect(ratioAgrees(figure('490.40', { numerator: '61300.00', denominator: '125' }), '元/人'))
      .toBe(true);
    expect(rate('0', '0', '0')).toBe(false);
  });
});

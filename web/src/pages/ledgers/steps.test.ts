// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { parsePeriod } from '@/common/period';
import { countedIn } from './list_total';
import { nextCell } from './mistakes';
import { isNothing, writesOf } from './steps';

const cell = (row: string, field: string, before: string, after: string) => ({
  row, field, before: { text: before, sent: before }, after: { text: after, sent: after },
});

describe('a step', () => {
  it('is written back row by row', () => {
    const step = {
      cells: [cell('1', 'a', 'x', 'y'), cell('2', 'a', '', 'z'), cell('1', 'b', '1', '')],
      begun: [],
    };
    expect([...writesOf(step, 'before').entries()].map(([row, fields]) =>
      [row, Object.entries(fields).map(([field, value]) => `${field}=${value.text}`).join()]))
      .toEqual([['1', 'a=x,b=1'], ['2', 'a=']]);
    expect(isNothing(step)).toBe(false);
    expect(isNothing({ cells: [cell('1', 'a', 'x', 'x')], begun: [] })).toBe(true);
    expect(isNothing({ cells: [], begun: ['new-1'] })).toBe(false);
  });
});

describe('the way to the next mistake', () => {
  const cells = [{ row: 1, column: 2 }, { row: 4, column: 0 }];
  it('goes around', () => {
    expect(nextCell(cells, { row: 1, column: 2 }, false)).toEqual({ row: 4, column: 0 });
    expect(nextCell(cells, { row: 4, column: 0 }, false)).toEqual({ row: 1, column: 2 });
    expect(nextCell(cells, { row: 0, column: 0 }, true)).toEqual({ row: 4, column: 0 });
    expect(nextCell([], { row: 0, column: 0 }, false)).toBeUndefined();
  });
});

describe('the number of a period', () => {
  it('is added up from what the counters count', () => {
    const of = (code: string) => {
      const period = parsePeriod(code);
      return period && countedIn(period);
    };
    expect(of('2020H1')).toEqual({ counter: 'half_year', days: ['2020-01-01'] });
    expect(of('2020')?.days).toEqual(['2020-01-01', '2020-07-01']);
    expect(of('2020Q2')).toEqual({
      counter: 'month', days: ['2020-04-01', '2020-05-01', '2020-06-01'],
    });
    expect(of('2020-01-01..2020-02-10')).toBeUndefined();
  });
});

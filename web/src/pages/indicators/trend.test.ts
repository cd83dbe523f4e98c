// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { parsePeriod, type Period } from '@/common/period';
import { drawn, hasAny, stepLabel, steps, trendPoints, yearBefore } from './trend';

const of = (code: string) => parsePeriod(code) as Period;
const codes = (periods: readonly Period[]) => periods.map((period) => period.code);
const figure = (value: string | null) => ({
  value, printed: '', unit: '件', numerator: null, denominator: null, missing: null,
});

describe('the year before', () => {
  it('is of the same kind', () => {
    expect(['2020', '2020H1', '2020Q2', '2020-02'].map((code) => yearBefore(of(code)).code))
      .toEqual(['2019', '2019H1', '2019Q2', '2019-02']);
    expect(yearBefore(of('2020-02-01..2020-02-29')).code).toBe('2019-02-01..2019-02-28');
    expect(yearBefore(of('2020-05-06')).code).toBe('2019-05-06');
  });
});

describe('steps', () => {
  it('are those of the period', () => {
    expect(codes(steps(of('2020H1'), 'month'))).toEqual([
      '2020-01', '2020-02', '2020-03', '2020-04', '2020-05', '2020-06',
    ]);
    expect(codes(steps(of('2020H1'), 'quarter'))).toEqual(['2020Q1', '2020Q2']);
    expect(steps(of('2020'), 'month')).toHaveLength(12);
  });
  it('lead up to a short one', () => {
    expect(codes(steps(of('2020-02'), 'month'))).toEqual([
      '2019-09', '2019-10', '2019-11', '2019-12', '2020-01', '2020-02',
    ]);
    expect(codes(steps(of('2020Q1'), 'quarter'))).toEqual([
      '2019Q2', '2019Q3', '2019Q4', '2020Q1',
    ]);
  });
  it('of a long span are the last of it', () => {
    expect(steps(of('2010-01-01..2020-06-30'), 'month')).toHaveLength(24);
  });
  it('are named shortly, with the year where it turns', () => {
    const found = steps(of('2020-02'), 'month');
    expect(found.map((step) => stepLabel(step, found))).toEqual([
      '2019年9月', '10月', '11月', '12月', '2020年1月', '2月',
    ]);
    const quarters = steps(of('2020H1'), 'quarter');
    expect(quarters.map((step) => stepLabel(step, quarters))).toEqual(['一季度', '二季度']);
  });
});

describe('points', () => {
  const months = steps(of('2020Q2'), 'month');
  const points = trendPoints(months, [figure('3'), figure(null), figure('0')],
    [undefined, undefined, undefined], '2020-06-12');
  it('keep a gap where a figure is missing, and zero where it is zero', () => {
    expect(points.map((point) => drawn(point.now))).toEqual([3, null, 0]);
    expect([hasAny(points, 'now'), hasAny(points, 'before')]).toEqual([true, false]);
  });
  it('say which step is not over', () => {
    expect(points.map((point) => point.isUnfinished)).toEqual([false, false, true]);
  });
});

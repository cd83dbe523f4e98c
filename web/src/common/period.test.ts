// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  customPeriod, neighbour, parsePeriod, type Period, periodKind, periodName, periodOf,
} from './period';

const parse = (text: string) => parsePeriod(text) as Period;

describe('reading', () => {
  it.each([
    ['2020', '2020-01-01', '2020-12-31', '2020年'],
    ['2020H1', '2020-01-01', '2020-06-30', '2020年上半年'],
    ['2020H2', '2020-07-01', '2020-12-31', '2020年下半年'],
    ['2020Q2', '2020-04-01', '2020-06-30', '2020年二季度'],
    ['2020-02', '2020-02-01', '2020-02-29', '2020年2月'],
    ['2020-05-06', '2020-05-06', '2020-05-06', '2020-05-06'],
    ['2020-01-01..2020-03-15', '2020-01-01', '2020-03-15', '2020-01-01 至 2020-03-15'],
  ])('%s', (code, from, to, name) => {
    expect(parse(code)).toEqual({ code, from, to });
    expect(periodName(parse(code))).toBe(name);
  });

  it.each(['', '2020H3', '2020Q5', '2020-13', '2020-02-30', '2020-03-01..2020-02-01', 'x', '20'])(
    'not %s', (text) => { expect(parsePeriod(text)).toBeUndefined(); });
});

it('finds the period of a day', () => {
  expect(periodOf('half', '2020-07-01').code).toBe('2020H2');
  expect(periodOf('quarter', '2020-03-31').code).toBe('2020Q1');
  expect(periodOf('month', '2020-03-31').code).toBe('2020-03');
  expect(periodOf('year', '2020-03-31').code).toBe('2020');
});

it('goes to the one before and after', () => {
  expect(neighbour(parse('2020H1'), -1).code).toBe('2019H2');
  expect(neighbour(parse('2020Q4'), 1).code).toBe('2021Q1');
  expect(neighbour(parse('2020-01'), -1).code).toBe('2019-12');
  expect(neighbour(parse('2020-03-01'), -1).code).toBe('2020-02-29');
  expect(neighbour(parse('2020-01-11..2020-01-20'), -1).code).toBe('2020-01-01..2020-01-10');
  expect(neighbour(parse('2020-01-11..2020-01-20'), 1).code).toBe('2020-01-21..2020-01-30');
});

it('knows its kind', () => {
  expect(periodKind(parse('2020-02'))).toBe('month');
  expect(customPeriod('2020-02-01', '2020-02-01')?.code).toBe('2020-02-01');
  expect(customPeriod('2020-02-02', '2020-02-01')).toBeUndefined();
});

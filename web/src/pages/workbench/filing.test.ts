// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { type Figure, filingRows, type Indicator } from './filing';

const ledger = (name: string) => ({ name, title: name, chapter: '城市', records: 3, writable: true });
const indicator = (name: string, of: string, where: string | null = null): Indicator => ({
  name, ledger: of, where, title: name, unit: '条', sentence: '', measure: 'count', field: null,
  to_date: false, numerator: null, denominator: null,
});
const figure = (name: string, records: number, missing: string | null = null): Figure => ({
  indicator: name, title: name, value: missing === null ? String(records) : null, unit: '条',
  printed: '', records, numerator: null, denominator: null, missing, previous: null,
  year_before: null,
});

it('counts by an indicator that sees every record', () => {
  const [row] = filingRows([ledger('works')],
    [indicator('works.paid', 'works', "status = 'paid'"), indicator('works.all', 'works')],
    [figure('works.paid', 2), figure('works.all', 5)]);
  expect(row).toMatchObject({ records: 5, indicators: 2, missing: 0, isFiled: true });
});

it('tells missing from zero', () => {
  const rows = filingRows([ledger('a'), ledger('b')],
    [indicator('a.all', 'a'), indicator('b.all', 'b')],
    [figure('a.all', 0), figure('b.all', 0, '没有条目，也没有零报告')]);
  expect(rows.map((row) => [row.records, row.isFiled])).toEqual([[0, true], [null, false]]);
  expect(rows[1]?.why).toBe('没有条目，也没有零报告');
});

it('leaves out ledgers of which nothing is asked', () => {
  expect(filingRows([ledger('a')], [indicator('x', 'other')], [figure('x', 1)])).toEqual([]);
});

// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { countStates, stateOf, statesOf } from './figure_states';
import {
  checkDocument, evidenceRows, figureOrder, headingsOf, indicatorsOf, type ReportDocument,
  type ReportFigure, stepTo,
} from './report_document';

const figure = (number: number, indicator: string, value: string | null): ReportFigure => ({
  number, indicator, title_zh: indicator, state: value === null ? 'missing' : 'bound', value,
  unit: '人', printed: value, definition: '', rounding: null,
  period: { title: '', from: '', to: '' }, scope: '', numerator: null, denominator: null,
  year_before: null, record_count: 2, records_digest: null, evidence: [],
});
const report: ReportDocument = {
  name: 'half-year', title: '', office: '', area: '', data_as_of: '',
  period: { title: '', from: '', to: '' },
  blocks: [
    { kind: 'heading2', runs: [{ text: '（一）救助' }] },
    { kind: 'body', runs: [{ text: '救助' }, { text: '2人', figure: 2 }, { text: '' }] },
    { kind: 'heading2', runs: [{ text: '（二）走访' }] },
    { kind: 'body', runs: [{ text: '1人', figure: 1 }, { text: '2人', figure: 2 }] },
  ],
  figures: [figure(1, 'visit', '1'), figure(2, 'relief', '2.00'), figure(3, 'works', null)],
  tables: [{
    ledger: 'relief', title_zh: '', columns: ['编号', '日期', '区域'],
    rows: [['JZ-1', '2020-01-01', '石桥'], ['JZ-2', '2020-01-02', '柳荫']],
  }],
};

describe('a report', () => {
  it('is looked at before it is shown', () => {
    expect(checkDocument(report)).toBe(report);
    expect(() => checkDocument({ blocks: [] })).toThrow(TypeError);
    expect(() => checkDocument(null)).toThrow(TypeError);
  });
  it('has its figures in the order of the text', () => {
    expect(figureOrder(report)).toEqual([2, 1, 3]);
    expect(indicatorsOf(report)).toEqual(['relief', 'visit', 'works']);
    expect(headingsOf(report).get(2)).toBe('（一）救助');
    expect(headingsOf(report).get(1)).toBe('（二）走访');
  });
  it('is gone through figure by figure, round the end', () => {
    expect([stepTo([2, 1, 3], undefined, 1), stepTo([2, 1, 3], 3, 1), stepTo([2, 1, 3], 2, -1)])
      .toEqual([2, 2, 3]);
    expect(stepTo([], undefined, 1)).toBe(0);
  });
  it('shows the rows that a figure counted', () => {
    expect(evidenceRows(report, {
      label: '', table: 0, total: '500', agrees: true, rows: [1], counted: ['500'],
    })).toEqual([{ number: 'JZ-2', day: '2020-01-02', area: '柳荫', counted: '500' }]);
  });
});

describe('the state of a figure', () => {
  it('changes where today has another value, not where it is written otherwise', () => {
    const present = new Map([
      ['relief', { value: '2' }], ['visit', { value: '4' }], ['works', { value: null }],
    ]);
    const states = statesOf(report, present);
    expect([...states.values()]).toEqual(['changed', 'bound', 'missing']);
    expect(countStates(states)).toEqual({ bound: 1, missing: 1, changed: 1 });
  });
  it('is that of the writing while today is not known', () => {
    expect(stateOf(figure(1, 'visit', '1'), new Map())).toBe('bound');
  });
  it('says so where a missing one is there by now, and the other way round', () => {
    expect(stateOf(figure(3, 'works', null), new Map([['works', { value: '0' }]]))).toBe('changed');
    expect(stateOf(figure(1, 'visit', '1'), new Map([['visit', { value: null }]])))
      .toBe('changed');
  });
});

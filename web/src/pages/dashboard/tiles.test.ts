// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { chapters, ledgerOf, serviceLevels } from '@/pages/indicators/chapters';
import type { Indicator } from '@/pages/indicators/figures';
import {
  choiceOf, firstTiles, keepChoice, keepReportFigures, keptReportFigures, readChoice,
  shownChapters, toggled,
} from './tiles';

const indicator = (name: string, ledger: string, more: Partial<Indicator> = {}): Indicator => ({
  name, title: name, ledger, unit: '件', sentence: '', measure: 'count', field: null, where: null,
  to_date: false, numerator: null, denominator: null, ...more,
});
const ledger = (name: string, chapter: string) => ({
  name, title: name, chapter, records: 1, writable: false,
});
const ratio = (name: string, numerator: string, unit = '%') =>
  indicator(name, '', { measure: 'ratio', unit, numerator, denominator: numerator });

const indicators = [
  indicator('works', 'works'), indicator('orders', 'orders'),
  indicator('orders.in_time', 'orders', { where: "status = 'done' and done_on <= due_on" }),
  ratio('orders.in_time_rate', 'orders.in_time'),
  indicator('relief', 'relief'), ratio('relief.average', 'relief', '元/人'),
  indicator('lost', 'nowhere'),
];
const ledgers = [ledger('relief', '民生'), ledger('works', '城市'), ledger('orders', '城市')];
const all = chapters(indicators, ledgers);
const namesIn = (found: typeof all) => found.map((one) => [
  one.chapter, one.indicators.map((indicator) => indicator.name),
]);

describe('chapters of indicators', () => {
  it('are those of their ledgers, in the order of the ledgers', () => {
    expect(namesIn(all)).toEqual([
      ['民生', ['relief', 'relief.average']],
      ['城市', ['works', 'orders', 'orders.in_time', 'orders.in_time_rate']],
      ['其他', ['lost']],
    ]);
  });
  it('of a ratio that of its numerator, even where it is its own', () => {
    const loop = ratio('loop', 'loop');
    expect(ledgerOf(loop, new Map([['loop', loop]]))).toBe('');
  });
  it('know service levels by their definition', () => {
    expect(serviceLevels(indicators).map((one) => one.name)).toEqual(['orders.in_time_rate']);
  });
});

describe('the tiles', () => {
  const plain = { shown: null, first: null };
  it('are those of the report until others are chosen', () => {
    expect(namesIn(shownChapters(all, plain, ['relief', 'works'])))
      .toEqual([['民生', ['relief']], ['城市', ['works']]]);
    expect(namesIn(shownChapters(all, { shown: ['lost'], first: null }, ['relief'])))
      .toEqual([['其他', ['lost']]]);
    expect(shownChapters(all, plain, null)).toHaveLength(3);
  });
  it('at the head are rates, then some of each chapter', () => {
    expect(firstTiles(all, plain).map((one) => one.name)).toEqual([
      'orders.in_time_rate', 'relief', 'works', 'lost', 'relief.average', 'orders',
      'orders.in_time',
    ]);
  });
  it('at the head keep the order of the choice and forget what is gone', () => {
    expect(firstTiles(all, { shown: null, first: ['works', 'gone', 'relief'] })
      .map((one) => one.name)).toEqual(['works', 'relief']);
    expect(toggled(toggled(['works'], 'relief'), 'works')).toEqual(['relief']);
  });
});

describe('the choice', () => {
  it('is kept for the person', () => {
    keepChoice('lingdao', { shown: ['works'], first: null });
    expect(choiceOf('lingdao')).toEqual({ shown: ['works'], first: null });
    expect(choiceOf('shenji')).toEqual({ shown: null, first: null });
    keepChoice('lingdao', { shown: null, first: null });
    expect(choiceOf('lingdao').shown).toBeNull();
  });
  it('that cannot be read is none', () => {
    expect(readChoice('{')).toEqual({ shown: null, first: null });
    expect(readChoice('{"shown": "works", "first": [1, "a"]}')).toEqual({
      shown: null, first: ['a'],
    });
  });
  it('knows the figures of a report once it was written', () => {
    expect(keptReportFigures('half-year')).toBeNull();
    keepReportFigures('half-year', ['works']);
    expect(keptReportFigures('half-year')).toEqual(['works']);
  });
});

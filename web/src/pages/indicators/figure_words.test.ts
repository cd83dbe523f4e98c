// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  bareValue, bothNumbers, compare, comparisonText, figureText, type FigureValue, headline,
} from './figure_words';

const figure = (value: string | null, unit: string, more: Partial<FigureValue> = {}) =>
  ({ ...bareValue(value, unit), ...more });
const satisfied = figure('98.00', '%', {
  printed: '98%', numerator: '441', denominator: '450',
});

describe('a figure on a page', () => {
  it('has both numbers where it is a rate', () => {
    expect(figureText(satisfied)).toBe('98% (441/450)');
    expect(figureText(figure('300.00', '元/人', { numerator: '2700.00', denominator: '9' })))
      .toBe('300 元/人 (2,700/9)');
  });
  it('is rounded as the report rounds it', () => {
    expect(headline(figure('27.10', '%', { printed: '27.1%' })).number).toBe('27.1');
    expect(headline(figure('490.40', '元/人', { printed: '人均490元' })).number).toBe('490.4');
  });
  it('is short in money, with the exact sum behind', () => {
    expect(headline(figure('61300.00', '元'))).toEqual({
      number: '6.13', unit: '万元', exact: '61,300.00 元', isMissing: false,
    });
    expect(figureText(figure('8200.00', '元'))).toBe('8,200 元');
    // 7.73 would be more than it is.
    expect(figureText(figure('77260.00', '元'))).toBe('77,260 元');
  });
  it('tells zero, missing and not given apart', () => {
    expect(figureText(figure('0', '起'))).toBe('0 起');
    expect(figureText(figure(null, '起'))).toBe('缺');
    expect(headline(figure(null, '%', { numerator: '0', denominator: '0' }))).toMatchObject({
      number: '—', isMissing: false,
    });
    expect(bothNumbers(figure('5', '起'))).toBe('');
  });
});

describe('a comparison', () => {
  it('is in points where it is of rates', () => {
    expect(compare('98.00', '94.78', '%')).toEqual({
      direction: 'up', change: '↑ 3.2 个百分点', share: '',
    });
    expect(compare('55.30', '55.32', '%').change).toBe('↓ 0.02 个百分点');
  });
  it('names its base', () => {
    const before = figure('94.78', '%', {
      printed: '94.78%', numerator: '418', denominator: '441',
    });
    expect(comparisonText('去年同期', satisfied, before))
      .toBe('去年同期 94.78% (418/441)，↑ 3.2 个百分点');
    expect(comparisonText('上期', figure('537', '件'), figure('441', '件')))
      .toBe('上期 441 件，↑ 96 件（21.8%）');
    expect(comparisonText('上期', figure('110100.00', '元'), figure('93600.00', '元')))
      .toBe('上期 9.36万元，↑ 1.65万元（17.6%）');
  });
  it('says nothing of change where one is missing', () => {
    expect(comparisonText('上期', figure('5', '件'), figure(null, '件'))).toBe('上期 缺');
    expect(compare(null, '5', '件').direction).toBe('unknown');
  });
  it('has no share of nothing', () => {
    expect(compare('3', '0', '家')).toEqual({ direction: 'up', change: '↑ 3 家', share: '' });
    expect(compare('3', '3', '家').change).toBe('持平');
  });
});

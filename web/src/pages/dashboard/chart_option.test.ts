// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { parsePeriod, type Period } from '@/common/period';
import { trendPoints } from '@/pages/indicators/trend';
import { axisText, chartOption, nameShifts } from './chart_option';

const months = ['2020-04', '2020-05', '2020-06'].map((code) => parsePeriod(code) as Period);
const figure = (value: string | null) => ({
  value, printed: '', unit: '件', numerator: null, denominator: null, missing: null,
});
const points = (now: (string | null)[], before: (string | null)[]) =>
  trendPoints(months, now.map(figure), before.map(figure), '2020-06-10');
const colours = {
  now: 'blue', before: 'grey', text: 'ink', quiet: 'hint', line: 'rule', grid: 'grey',
  surface: 'paper',
};

interface Drawn {
  series: {
    name: string;
    lineStyle: { type: string };
    data: {
      value: number | null;
      itemStyle?: { color: string };
      label?: { formatter: string };
    }[];
  }[];
  yAxis: { min: number; max?: number };
  tooltip: { renderMode: string; formatter: (shown: unknown) => string };
}
const drawn = (of: ReturnType<typeof points>, unit = '件') =>
  chartOption(of, unit, colours, true) as unknown as Drawn;

describe('a chart', () => {
  const option = drawn(points(['3', '5', '2'], ['4', null, null]));
  it('dashes last year and keeps its gaps', () => {
    const [before, now] = option.series;
    expect([before?.lineStyle.type, now?.lineStyle.type]).toEqual(['dashed', 'solid']);
    expect(before?.data.map((one) => one.value)).toEqual([4, null, null]);
  });
  it('names each line where it ends', () => {
    const [before, now] = option.series;
    expect(before?.data.map((one) => one.label?.formatter)).toEqual(['上年', undefined, undefined]);
    expect(now?.data.map((one) => one.label?.formatter)).toEqual([undefined, undefined, '本年']);
  });
  it('leaves hollow what is not over', () => {
    expect(option.series[1]?.data.map((one) => one.itemStyle?.color))
      .toEqual([undefined, undefined, 'paper']);
  });
  it('stands on zero, and a rate below a hundred', () => {
    expect([option.yAxis.min, option.yAxis.max]).toEqual([0, undefined]);
    expect(drawn(points(['98.00'], []), '%').yAxis).toMatchObject({ min: 0, max: 100 });
  });
  it('writes no markup', () => {
    expect(option.tooltip.renderMode).toBe('richText');
    expect(option.tooltip.formatter([{ dataIndex: 2 }])).toBe('6月（未完）\n本年  2 件\n上年  缺');
  });
});

describe('words of the axis', () => {
  it('are in 万 from ten thousand on', () => {
    expect([axisText(8000, false), axisText(20_000, false), axisText(40, true)])
      .toEqual(['8,000', '2万', '40%']);
  });
  it('at the ends stand apart', () => {
    expect(nameShifts(points(['1', '2', '100'], ['1', '2', '99']))).toEqual([-8, 8]);
    expect(nameShifts(points(['1', '2', '50'], ['1', '2', '99']))).toEqual([0, 0]);
  });
});

// SPDX-License-Identifier: Apache-2.0
// What ECharts is told to draw: lines named at their end, last year dashed, a step that is not over
// hollow, a grey grid, zero at the foot.
import type { EChartsCoreOption } from 'echarts/core';
import { grouped, wan } from '@/common/format';
import { say } from '@/common/language';
import { drawn, type StepFigure, type TrendPoint } from '@/pages/indicators/trend';
import { figureText, isRate } from '@/pages/indicators/figure_words';

export interface ChartColours {
  now: string;
  before: string;
  text: string;
  quiet: string;
  line: string;
  grid: string;
  surface: string;
}

type Side = 'now' | 'before';
const kWan = 10_000;
// Ends of lines closer than this share of the height would have their names one over the other.
const kNamesApart = 0.08;
const kLift = 8;

function lastDrawn(points: readonly TrendPoint[], side: Side): number {
  return points.reduce((last, point, index) => drawn(point[side]) === null ? last : index, -1);
}

/** How far up or down the names at the ends stand: [now, before]. */
export function nameShifts(points: readonly TrendPoint[]): [number, number] {
  const value = (side: Side) => {
    const at = lastDrawn(points, side);
    return at < 0 ? undefined : drawn(points[at]?.[side]) ?? undefined;
  };
  const [now, before] = [value('now'), value('before')];
  const all = points.flatMap((point) => [drawn(point.now), drawn(point.before)])
    .filter((one) => one !== null);
  const height = Math.max(0, ...all);
  if (now === undefined || before === undefined || height === 0) return [0, 0];
  if (Math.abs(now - before) / height > kNamesApart) return [0, 0];
  return now >= before ? [-kLift, kLift] : [kLift, -kLift];
}

export function axisText(value: number, isPercent: boolean): string {
  if (isPercent) return `${value}%`;
  return Math.abs(value) >= kWan ? wan(value) : grouped(value);
}

function series(
  points: readonly TrendPoint[], side: Side, colours: ChartColours, shift: number,
) {
  const last = lastDrawn(points, side);
  const isNow = side === 'now';
  const colour = isNow ? colours.now : colours.before;
  const name = isNow ? say('本年', 'This year') : say('上年', 'Year before');
  return {
    type: 'line',
    name,
    symbol: 'circle',
    symbolSize: isNow ? 7 : 5,
    showSymbol: true,
    lineStyle: { color: colour, width: isNow ? 2 : 1.5, type: isNow ? 'solid' : 'dashed' },
    itemStyle: { color: colour },
    emphasis: { disabled: true },
    data: points.map((point, index) => ({
      value: drawn(point[side]),
      ...(isNow && point.isUnfinished ? {
        itemStyle: { color: colours.surface, borderColor: colour, borderWidth: 2 },
      } : {}),
      ...(index === last ? {
        label: {
          show: true, position: 'right', offset: [2, shift], formatter: name, color: colour,
          fontSize: 12,
        },
      } : {}),
    })),
  };
}

function tip(points: readonly TrendPoint[], index: number, unit: string): string {
  const point = points[index];
  if (!point) return '';
  const text = (figure: StepFigure | undefined) => figure ? figureText({ ...figure, unit }) : '—';
  return [
    point.label + (point.isUnfinished ? say('（未完）', ' (not over)') : ''),
    `${say('本年', 'This year')}  ${text(point.now)}`,
    `${say('上年', 'Year before')}  ${text(point.before)}`,
  ].join('\n');
}

export function chartOption(
  points: readonly TrendPoint[], unit: string, colours: ChartColours, isStill: boolean,
): EChartsCoreOption {
  const [nowShift, beforeShift] = nameShifts(points);
  const isPercent = isRate(unit);
  const textStyle = { color: colours.quiet, fontSize: 12 };
  return {
    animation: !isStill,
    animationDuration: 0,
    animationDurationUpdate: 120,
    grid: { left: 8, right: 44, top: 16, bottom: 4, outerBoundsMode: 'same' },
    xAxis: {
      type: 'category',
      data: points.map((point) => point.label),
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: textStyle,
    },
    yAxis: {
      type: 'value',
      min: 0,
      ...(isPercent ? { max: 100, interval: 25 } : { minInterval: 1 }),
      splitNumber: 4,
      splitLine: { lineStyle: { color: colours.grid } },
      axisLabel: { ...textStyle, formatter: (value: number) => axisText(value, isPercent) },
    },
    tooltip: {
      trigger: 'axis',
      // What writes markup would need style attributes, which the server's policy forbids.
      renderMode: 'richText',
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.text, fontSize: 12, lineHeight: 18 },
      axisPointer: { lineStyle: { color: colours.line } },
      formatter: (shown: unknown) => {
        const first = (Array.isArray(shown) ? shown[0] : shown) as { dataIndex?: number };
        return tip(points, first.dataIndex ?? -1, unit);
      },
    },
    series: [
      series(points, 'before', colours, beforeShift), series(points, 'now', colours, nowShift),
    ],
  };
}

// SPDX-License-Identifier: Apache-2.0
// How a figure went: one value for each month or quarter, beside the same of the year before.
import { today } from '@/common/dates';
import { say } from '@/common/language';
import {
  customPeriod, neighbour, parsePeriod, type Period, periodKind, periodOf,
} from '@/common/period';

export type Step = 'month' | 'quarter';

/** What is read for each step. */
export interface StepFigure {
  value: string | null;
  printed: string;
  unit: string;
  numerator: string | null;
  denominator: string | null;
  missing: string | null;
}

export interface TrendPoint {
  period: Period;
  label: string;
  now: StepFigure | undefined;
  before: StepFigure | undefined;
  /** The step is not over yet: what it shows will grow. */
  isUnfinished: boolean;
}

const kMonthsShown = 6;
const kQuartersShown = 4;
// Of a span chosen by hand: the last of them, so that their names fit beneath.
const kStepsMax = 24;

/** The same days a year before: 2020H1 → 2019H1; 29 February → 28. */
export function yearBefore(period: Period): Period {
  const year = String(Number(period.from.slice(0, 4)) - 1);
  if (!['day', 'custom'].includes(periodKind(period))) {
    return parsePeriod(year + period.code.slice(4)) as Period;
  }
  const back = (day: string) => {
    const moved = `${String(Number(day.slice(0, 4)) - 1)}${day.slice(4)}`;
    return moved.endsWith('-02-29') ? moved.replace('-29', '-28') : moved;
  };
  return customPeriod(back(period.from), back(period.to)) as Period;
}

function lastSteps(last: Period, count: number): Period[] {
  const found = [last];
  while (found.length < count) found.unshift(neighbour(found[0] as Period, -1));
  return found;
}

/** The months or quarters that tell how a period went; of a short one, what led up to it. */
export function steps(period: Period, step: Step): Period[] {
  const last = periodOf(step, period.to);
  const found = [last];
  while ((found[0] as Period).from > period.from && found.length < kStepsMax) {
    found.unshift(neighbour(found[0] as Period, -1));
  }
  const least = step === 'month' ? 3 : 2;
  if (found.length >= least) return found;
  return lastSteps(last, step === 'month' ? kMonthsShown : kQuartersShown);
}

export function stepLabel(step: Period, of: readonly Period[]): string {
  const isMonth = periodKind(step) === 'month';
  const year = step.from.slice(0, 4);
  const month = Number(step.from.slice(5, 7));
  const quarter = Math.ceil(month / 3);
  const word = isMonth ? say(`${month}月`, step.code) : say(`${'一二三四'[quarter - 1]}季度`,
    `Q${quarter}`);
  const isFirstOfYear = of.find((one) => one.from.startsWith(year)) === step;
  const spans = new Set(of.map((one) => one.from.slice(0, 4))).size > 1;
  return spans && isFirstOfYear && isMonth ? say(`${year}年${word}`, word)
    : spans && !isMonth ? `${year}${say('年', ' ')}${word}` : word;
}

export function trendPoints(
  periods: readonly Period[], now: readonly (StepFigure | undefined)[],
  before: readonly (StepFigure | undefined)[], day: string = today(),
): TrendPoint[] {
  return periods.map((period, index) => ({
    period,
    label: stepLabel(period, periods),
    now: now[index],
    before: before[index],
    isUnfinished: period.to >= day,
  }));
}

/** For drawing only: null is a gap in the line. */
export function drawn(figure: StepFigure | undefined): number | null {
  return figure?.value === undefined || figure.value === null ? null : Number(figure.value);
}

export function hasAny(points: readonly TrendPoint[], side: 'now' | 'before'): boolean {
  return points.some((point) => drawn(point[side]) !== null);
}

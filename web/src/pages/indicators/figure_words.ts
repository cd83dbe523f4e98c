// SPDX-License-Identifier: Apache-2.0
// How a figure is written on a page, and how it is compared. A rate is never without its two
// numbers, and its change is in points, never in per cent of itself.
import { grouped, kMissing, kNotGiven, wan, yuan } from '@/common/format';
import { say } from '@/common/language';
import { decimalText, isEqual, minus, parseDecimal, rounded, trimmed } from './decimal';

export interface FigureValue {
  value: string | null;
  unit: string;
  printed: string;
  numerator: string | null;
  denominator: string | null;
}

export interface Headline {
  number: string;
  unit: string;
  /** The exact value, where the number is shortened. */
  exact: string;
  isMissing: boolean;
}

const kWan = 10_000;
const kWanDigits = 4;
const kWanDecimals = 2;

export function isRate(unit: string): boolean {
  return unit === '%';
}

/** In 万 only where nothing is lost by it: 6.13万元, but 77,260 元. */
function inWan(value: string, unit: string): boolean {
  const exact = parseDecimal(value);
  if (unit !== '元' || !exact || Math.abs(Number(value)) < kWan) return false;
  return isEqual(rounded({ ...exact, scale: exact.scale + kWanDigits }, kWanDecimals),
    { ...exact, scale: exact.scale + kWanDigits });
}

function rateText(figure: Pick<FigureValue, 'value' | 'printed'>): string {
  const match = /^-?\d+(?:\.\d+)?(?=%$)/.exec(figure.printed);
  return match ? match[0] : trimmed(figure.value ?? '');
}

/** A ratio of nothing is not missing: there is none. */
function hasNoRatio(figure: FigureValue): boolean {
  const denominator = figure.denominator === null ? undefined : parseDecimal(figure.denominator);
  return figure.value === null && denominator?.units === 0n;
}

export function headline(figure: FigureValue): Headline {
  const { value, unit } = figure;
  if (value === null) {
    const none = hasNoRatio(figure);
    return { number: none ? kNotGiven : kMissing, unit: '', exact: '', isMissing: !none };
  }
  if (isRate(unit)) return { number: rateText(figure), unit, exact: '', isMissing: false };
  if (inWan(value, unit)) {
    const short = wan(value);
    return {
      number: short.slice(0, -1), unit: short.slice(-1) + unit, exact: `${yuan(value)} ${unit}`,
      isMissing: false,
    };
  }
  return { number: grouped(trimmed(value)), unit, exact: '', isMissing: false };
}

/** 441/450; nothing for what is no ratio. */
export function bothNumbers(figure: FigureValue): string {
  const { numerator, denominator } = figure;
  if (numerator === null || denominator === null) return '';
  return `${grouped(trimmed(numerator))}/${grouped(trimmed(denominator))}`;
}

/** 98% (441/450) · 125 人 · 6.13万元 · 缺 */
export function figureText(figure: FigureValue): string {
  const { number, unit } = headline(figure);
  const both = bothNumbers(figure);
  const isTight = unit === '' || isRate(unit) || /^[万亿]/.test(unit);
  return `${number}${isTight ? '' : ' '}${unit}${both === '' ? '' : ` (${both})`}`;
}

export type Direction = 'up' | 'down' | 'same' | 'unknown';

export interface Comparison {
  direction: Direction;
  /** ↑ 96 件 · ↓ 3.2 个百分点 · 持平; empty where one of the two is missing. */
  change: string;
  /** Of a number, not of a rate: 21.8%. */
  share: string;
}

const kUnknown: Comparison = { direction: 'unknown', change: '', share: '' };

function points(difference: string): string {
  const exact = parseDecimal(difference);
  if (!exact) return difference;
  const one = rounded(exact, 1);
  return trimmed(decimalText(one.units === 0n ? exact : one));
}

function shareText(difference: string, base: string): string {
  const whole = Math.abs(Number(base));
  if (whole === 0) return '';
  return `${((Number(difference) / whole) * 100).toFixed(1)}%`;
}

export function compare(now: string | null, before: string | null, unit: string): Comparison {
  const a = now === null ? undefined : parseDecimal(now);
  const b = before === null ? undefined : parseDecimal(before);
  if (!a || !b || before === null) return kUnknown;
  const difference = minus(a, b);
  if (difference.units === 0n) {
    return { direction: 'same', change: say('持平', 'unchanged'), share: '' };
  }
  const direction = difference.units > 0n ? 'up' : 'down';
  const arrow = direction === 'up' ? '↑' : '↓';
  const size = decimalText({
    units: difference.units < 0n ? -difference.units : difference.units, scale: difference.scale,
  });
  if (isRate(unit)) {
    const word = say('个百分点', 'points');
    return { direction, change: `${arrow} ${points(size)} ${word}`, share: '' };
  }
  const text = figureText({ value: size, unit, printed: '', numerator: null, denominator: null });
  return { direction, change: `${arrow} ${text}`, share: shareText(size, before) };
}

/** 去年同期 441 件，↑ 96 件（21.8%） */
export function comparisonText(
  name: string, now: FigureValue, before: FigureValue,
): string {
  const { direction, change, share } = compare(now.value, before.value, now.unit);
  const base = `${name} ${figureText(before)}`;
  if (direction === 'unknown') return base;
  return `${base}${say('，', ', ')}${change}${share === '' ? '' : say(`（${share}）`, ` (${share})`)}`;
}

/** A figure of which only the value is known. */
export function bareValue(value: string | null, unit: string): FigureValue {
  return { value, unit, printed: '', numerator: null, denominator: null };
}

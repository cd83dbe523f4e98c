// SPDX-License-Identifier: Apache-2.0
// Whether the records behind a figure come to that figure: counted anew here, from the list itself.
import { grouped } from '@/common/format';
import { say } from '@/common/language';
import { decimalText, isEqual, minus, parseDecimal, rounded, sum, trimmed } from './decimal';
import type { Figure, Indicator, Trace } from './figures';

export type TracedRecord = Trace['records'][number];
export type PartName = 'all' | 'numerator' | 'denominator';

export interface Part {
  name: PartName;
  records: TracedRecord[];
  /** What the list comes to: a sum, or how many different ones. */
  total: string;
  /** What the figure says; null where it is missing. */
  stated: string | null;
  agrees: boolean;
  /** In words, where it does not. */
  difference: string;
}

export function partTitle(name: PartName): string {
  switch (name) {
    case 'all': return say('全部', 'All');
    case 'numerator': return say('分子', 'Numerator');
    case 'denominator': return say('分母', 'Denominator');
  }
}

function totalOf(records: readonly TracedRecord[], measure: Indicator['measure']): string {
  if (measure === 'distinct') {
    return String(new Set(records.map((record) => record.amount_counted)).size);
  }
  if (measure === 'last') {
    // The list is in the order of days; the last of it is the figure.
    return [...records].sort((a, b) => a.happened_on.localeCompare(b.happened_on))
      .at(-1)?.amount_counted ?? '0';
  }
  return decimalText(sum(records.map((record) => record.amount_counted)));
}

function comparedWith(total: string, stated: string | null) {
  if (stated === null) return { agrees: false, difference: '' };
  const a = parseDecimal(total);
  const b = parseDecimal(stated);
  if (!a || !b) return { agrees: false, difference: '' };
  if (isEqual(a, b)) return { agrees: true, difference: '' };
  const by = grouped(trimmed(decimalText(minus(a, b))));
  return { agrees: false, difference: say(`合计比数字多 ${by}`, `the sum is ${by} more`) };
}

function partOf(
  name: PartName, records: TracedRecord[], measure: Indicator['measure'], stated: string | null,
): Part {
  const total = totalOf(records, measure);
  return { name, records, total, stated, ...comparedWith(total, stated) };
}

/** The parts of a trace: one, or the two of a ratio, each with its own definition. */
export function parts(
  trace: Trace, indicator: Indicator, byName: ReadonlyMap<string, Indicator>,
): Part[] {
  if (indicator.measure !== 'ratio') {
    return [partOf('all', trace.records, indicator.measure, trace.figure.value)];
  }
  const measureOf = (name: string | null) => byName.get(name ?? '')?.measure ?? 'count';
  const recordsOf = (name: PartName) => trace.records.filter((record) => record.part === name);
  return [
    partOf('numerator', recordsOf('numerator'), measureOf(indicator.numerator),
      trace.figure.numerator),
    partOf('denominator', recordsOf('denominator'), measureOf(indicator.denominator),
      trace.figure.denominator),
  ];
}

/** Whether numerator ÷ denominator is what stands there, at the figure's own decimals. */
export function ratioAgrees(figure: Figure, unit: string): boolean {
  const { value, numerator, denominator } = figure;
  if (value === null || numerator === null || denominator === null) return false;
  const [a, b, stated] = [numerator, denominator, value].map(parseDecimal);
  if (!a || !b || !stated || b.units === 0n) return false;
  const kSpare = 4;
  const scale = stated.scale + kSpare;
  const factor = (unit === '%' ? 100n : 1n) * 10n ** BigInt(scale + b.scale - a.scale + 8);
  const exact = { units: a.units * factor / b.units, scale: scale + 8 };
  return isEqual(rounded(exact, stated.scale), stated);
}

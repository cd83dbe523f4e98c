// SPDX-License-Identifier: Apache-2.0
// What the fill handle writes: values go on as they began. One number is copied, two or more that
// rise evenly go on; a date goes to the next day, evenly spaced dates keep their step; text that
// ends in a number counts on.
import { isDay, plusDays, daysBetween } from '@/common/dates';

export type SeriesKind = 'number' | 'date' | 'text' | 'copy';

interface Scaled {
  units: bigint;
  decimals: number;
}

function scaled(text: string): Scaled | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.replaceAll(',', ''));
  if (!match) return undefined;
  const rest = match[3] ?? '';
  return { units: BigInt(`${match[1] ?? ''}${match[2] ?? ''}${rest}`), decimals: rest.length };
}

function written(units: bigint, decimals: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return sign + (decimals === 0 ? digits : `${whole}.${digits.slice(-decimals)}`);
}

type Next = (index: number) => string;

/** The step that all neighbours share. */
function evenStep(values: readonly bigint[]): bigint | undefined {
  const [first, second] = values;
  if (first === undefined || second === undefined) return undefined;
  const step = second - first;
  return values.every((value, index) => value === first + step * BigInt(index)) ? step : undefined;
}

function numbers(texts: readonly string[]): Next | undefined {
  const values = texts.map(scaled);
  if (values.some((value) => value === undefined)) return undefined;
  const decimals = Math.max(...values.map((value) => value?.decimals ?? 0));
  const units = values.map((value) =>
    (value?.units ?? 0n) * 10n ** BigInt(decimals - (value?.decimals ?? 0)));
  const step = evenStep(units);
  if (step === undefined) return undefined;
  return (index) => written((units[0] ?? 0n) + step * BigInt(index), decimals);
}

function monthIndex(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

/** The day of the month, or the month's last where it has none such. */
function dayOfMonth(month: number, day: number): string {
  const year = Math.floor(month / 12);
  const last = new Date(Date.UTC(year, (month % 12) + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month % 12, Math.min(day, last))).toISOString().slice(0, 10);
}

function dates(texts: readonly string[]): Next | undefined {
  const first = texts[0];
  if (first === undefined || !texts.every(isDay)) return undefined;
  const second = texts[1];
  if (second === undefined) return (index) => plusDays(first, index);
  const months = monthIndex(second) - monthIndex(first);
  const day = Math.max(...texts.map((text) => Number(text.slice(8))));
  const monthly: Next = (index) => dayOfMonth(monthIndex(first) + months * index, day);
  if (months !== 0 && texts.every((text, index) => monthly(index) === text)) return monthly;
  const step = daysBetween(first, second);
  const daily: Next = (index) => plusDays(first, step * index);
  return texts.every((text, index) => daily(index) === text) ? daily : undefined;
}

function numberedText(texts: readonly string[]): Next | undefined {
  const parts = texts.map((text) => /^(.*?\D)(\d{1,9})$/.exec(text));
  const head = parts[0]?.[1];
  if (head === undefined || parts.some((part) => part?.[1] !== head)) return undefined;
  const width = parts[0]?.[2]?.length ?? 0;
  const values = parts.map((part) => BigInt(part?.[2] ?? 0));
  const step = values.length === 1 ? 1n : evenStep(values);
  const first = values[0];
  if (step === undefined || first === undefined) return undefined;
  return (index) => {
    const value = first + step * BigInt(index);
    return head + String(value < 0n ? 0n : value).padStart(width, '0');
  };
}

function seriesOf(texts: readonly string[], kind: SeriesKind): Next | undefined {
  switch (kind) {
    case 'number': return texts.length > 1 ? numbers(texts) : undefined;
    case 'date': return dates(texts);
    case 'text': return numberedText(texts);
    case 'copy': return undefined;
  }
}

/** `count` further values; backwards they are those before the first, nearest first. */
export function continued(
  texts: readonly string[], count: number, kind: SeriesKind, backwards = false,
): string[] {
  const length = texts.length;
  const next = texts.every((text) => text !== '') ? seriesOf(texts, kind) : undefined;
  return Array.from({ length: count }, (_, index) => {
    const at = backwards ? -1 - index : length + index;
    return next ? next(at) : texts[((at % length) + length) % length] ?? '';
  });
}

// SPDX-License-Identifier: Apache-2.0
// Numbers, money and dates as an office writes them. Amounts come as decimal text or whole fen and
// are never turned into floating point on the way.
import { say } from './language';

export const kNotGiven = '—';
export const kMissing = '缺';

/** 1234567 → 1,234,567; keeps sign and decimals as they are written. */
export function grouped(value: number | string): string {
  const text = String(value).trim();
  const match = /^([-−]?)(\d+)(\.\d+)?$/.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '', rest = ''] = match;
  return (sign ? '−' : '') + whole.replace(/\B(?=(\d{3})+$)/g, ',') + rest;
}

/** Zero is 0; not given is —. */
export function count(value: number | string | null | undefined): string {
  return value === null || value === undefined || value === '' ? kNotGiven : grouped(value);
}

/** The figure of a report: null is missing, which is not zero. */
export function figure(value: number | string | null | undefined): string {
  return value === null || value === undefined ? kMissing : grouped(value);
}

/** Decimal yuan ("11200" or "11200.5") → 11,200.00; not given → —. */
export function yuan(text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return kNotGiven;
  const match = /^([-−]?\d+)(?:\.(\d{1,2}))?$/.exec(text.trim());
  return match ? `${grouped(match[1] ?? '')}.${(match[2] ?? '').padEnd(2, '0')}` : text;
}

/** Whole fen (1120000) → 11,200.00. */
export function fen(value: number | bigint | string): string {
  const whole = BigInt(value);
  const sign = whole < 0n ? '-' : '';
  const digits = String(whole < 0n ? -whole : whole).padStart(3, '0');
  return yuan(`${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`);
}

/** For prose: 61300 → 6.13万; below 10,000 as it is. The exact sum stands behind, as a title. */
export function wan(yuanText: string | number): string {
  const value = Number(yuanText);
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(yuanText);
  const [unit, over] = size >= 1e8 ? ['亿', 1e8] : size >= 1e4 ? ['万', 1e4] : ['', 1];
  const short = unit === '' ? String(value) : String(Number((value / over).toFixed(2)));
  return grouped(short) + unit;
}

/** 506 of 537 → 94.2% (506/537); without a denominator there is no rate. */
export function rate(numerator: number, denominator: number, decimals = 1): string {
  if (denominator === 0) return kNotGiven;
  const percent = ((numerator / denominator) * 100).toFixed(decimals);
  return `${percent}% (${grouped(numerator)}/${grouped(denominator)})`;
}

/** Change against a base: ↑ 31 · ↓ 4 · 持平. */
export function change(now: number, before: number, unit = ''): string {
  const difference = now - before;
  if (difference === 0) return say('持平', 'unchanged');
  const size = grouped(Number(Math.abs(difference).toFixed(2)));
  return `${difference > 0 ? '↑' : '↓'} ${size}${unit && ` ${unit}`}`;
}

export function bytes(value: number): string {
  if (value < 1024) return `${value} B`;
  const units = ['KB', 'MB', 'GB'];
  let size = value / 1024;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

/** 5 → 5 秒; 75 → 1 分 15 秒; 4000 → 1 时 6 分. The two largest units, for people. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const units: [number, string, string][] = [
    [86_400, say('天', 'd'), say('时', 'h')],
    [3600, say('时', 'h'), say('分', 'min')],
    [60, say('分', 'min'), say('秒', 's')],
  ];
  const smaller = [3600, 60, 1];
  for (const [index, [size, word, lesser]] of units.entries()) {
    if (whole < size) continue;
    const rest = Math.floor((whole % size) / (smaller[index] ?? 1));
    return `${Math.floor(whole / size)} ${word}${rest === 0 ? '' : ` ${rest} ${lesser}`}`;
  }
  return `${whole} ${say('秒', 's')}`;
}

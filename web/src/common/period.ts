// SPDX-License-Identifier: Apache-2.0
// 时期: the days that every number on a page is of. Written as the API writes it: 2020, 2020H1,
// 2020Q2, 2020-05, 2020-05-06, 2020-01-01..2020-03-15.
import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { isDay, plusDays, today } from './dates';
import { keep, kept } from './keeping';
import { say } from './language';

export interface Period {
  code: string;
  from: string;
  to: string;
}

export type PeriodKind = 'year' | 'half' | 'quarter' | 'month' | 'day' | 'custom';

const kPlace = 'period';
const two = (value: number) => String(value).padStart(2, '0');

function lastDay(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

function months(code: string, year: number, first: number, count: number): Period {
  return { code, from: `${year}-${two(first)}-01`, to: lastDay(year, first + count - 1) };
}

/** undefined where the text is none. */
export function parsePeriod(text: string): Period | undefined {
  const range = /^(.{10})\.\.(.{10})$/.exec(text);
  if (range) {
    const [, from = '', to = ''] = range;
    return isDay(from) && isDay(to) && from <= to ? { code: text, from, to } : undefined;
  }
  if (isDay(text)) return { code: text, from: text, to: text };
  const match = /^(\d{4})(?:(H[12])|(Q[1-4])|-(0[1-9]|1[0-2]))?$/.exec(text);
  if (!match) return undefined;
  const year = Number(match[1]);
  if (match[2]) return months(text, year, match[2] === 'H1' ? 1 : 7, 6);
  if (match[3]) return months(text, year, Number(match[3][1]) * 3 - 2, 3);
  if (match[4]) return months(text, year, Number(match[4]), 1);
  return months(text, year, 1, 12);
}

export function periodKind(period: Period): PeriodKind {
  if (/^\d{4}$/.test(period.code)) return 'year';
  if (/H[12]$/.test(period.code)) return 'half';
  if (/Q[1-4]$/.test(period.code)) return 'quarter';
  if (/^\d{4}-\d{2}$/.test(period.code)) return 'month';
  return isDay(period.code) ? 'day' : 'custom';
}

/** 2020年上半年 · 2020年二季度 · 2020年5月 · 2020-01-01 至 2020-03-15 */
export function periodName(period: Period): string {
  const year = period.from.slice(0, 4);
  const month = Number(period.from.slice(5, 7));
  const quarter = Math.ceil(month / 3);
  switch (periodKind(period)) {
    case 'year': return say(`${year}年`, year);
    case 'half': return say(`${year}年${month === 1 ? '上' : '下'}半年`,
      `${month === 1 ? 'First' : 'Second'} half of ${year}`);
    case 'quarter': return say(`${year}年${'一二三四'[quarter - 1]}季度`, `Q${quarter} ${year}`);
    case 'month': return say(`${year}年${month}月`, period.code);
    case 'day': return period.code;
    case 'custom': return say(`${period.from} 至 ${period.to}`, `${period.from} to ${period.to}`);
  }
}

export function customPeriod(from: string, to: string): Period | undefined {
  return parsePeriod(from === to ? from : `${from}..${to}`);
}

export function periodOf(kind: 'year' | 'half' | 'quarter' | 'month', day: string): Period {
  const year = day.slice(0, 4);
  const month = Number(day.slice(5, 7));
  const code = {
    year,
    half: `${year}H${month <= 6 ? 1 : 2}`,
    quarter: `${year}Q${Math.ceil(month / 3)}`,
    month: `${year}-${two(month)}`,
  }[kind];
  return parsePeriod(code) as Period;
}

/** The one before or after of the same length: 2020H1 → 2019H2. */
export function neighbour(period: Period, direction: -1 | 1): Period {
  const kind = periodKind(period);
  const edge = direction < 0 ? plusDays(period.from, -1) : plusDays(period.to, 1);
  if (kind === 'day') return parsePeriod(edge) as Period;
  if (kind !== 'custom') return periodOf(kind, edge);
  const length = Math.round((Date.parse(period.to) - Date.parse(period.from)) / 86_400_000);
  const other = plusDays(edge, direction * length);
  return (direction < 0 ? customPeriod(other, edge) : customPeriod(edge, other)) as Period;
}

let latestDay: string | undefined;

/** Of the records that whoever has come may read; without any, today is as good. */
export function beginAt(day: string | null | undefined): void {
  latestDay = day ?? undefined;
}

/** The half-year that is being worked on: in early July the first one, until something is entered
 * for the second; or what the user chose. */
export function defaultPeriod(): Period {
  return parsePeriod(kept(kPlace) ?? '') ?? periodOf('half', latestDay ?? today());
}

export interface ChosenPeriod {
  period: ComputedRef<Period>;
  choose: (period: Period) => void;
}

/** The period of the page: that of its address (?period=), which can be sent to a colleague. */
export function usePeriod(): ChosenPeriod {
  const route = useRoute();
  const router = useRouter();
  const period = computed(() => {
    const text = route.query.period;
    return (typeof text === 'string' ? parsePeriod(text) : undefined) ?? defaultPeriod();
  });
  const choose = (chosen: Period) => {
    keep(kPlace, chosen.code);
    void router.push({ query: { ...route.query, period: chosen.code }, hash: route.hash });
  };
  return { period, choose };
}

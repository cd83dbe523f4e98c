// SPDX-License-Identifier: Apache-2.0
// How many rows a list has, where some counter knows it: without conditions, in a period that the
// counters count.
import { read } from '@/common/api';
import { type Period, parsePeriod, periodKind } from '@/common/period';
import type { ListQuestion } from './record_ports';

type CounterPeriod = 'today' | 'month' | 'half_year';

/** Days whose counters add up to the period. */
export function countedIn(period: Period): { counter: CounterPeriod; days: string[] } | undefined {
  const year = period.from.slice(0, 4);
  switch (periodKind(period)) {
    case 'day': return { counter: 'today', days: [period.from] };
    case 'month': return { counter: 'month', days: [period.from] };
    case 'half': return { counter: 'half_year', days: [period.from] };
    case 'year': return { counter: 'half_year', days: [`${year}-01-01`, `${year}-07-01`] };
    case 'quarter': {
      const first = Number(period.from.slice(5, 7));
      return {
        counter: 'month',
        days: [0, 1, 2].map((month) => `${year}-${String(first + month).padStart(2, '0')}-01`),
      };
    }
    case 'custom': return undefined;
  }
}

/** undefined where nobody knows without reading. `all`: the number of the whole ledger. */
export async function countedTotal(
  ledger: string, question: ListQuestion, all: number | null | undefined,
): Promise<number | undefined> {
  if (question.filters.length > 0 || question.q !== '' || question.bin) return undefined;
  if (question.period === undefined) {
    return question.area === undefined ? all ?? undefined : undefined;
  }
  const period = parsePeriod(question.period);
  const counted = period && countedIn(period);
  if (!counted) return undefined;
  const area = question.area === undefined ? {} : { area: question.area };
  const parts = await Promise.all(counted.days.map(async (day) => {
    const counters = await read('/api/v1/ledgers/{ledger}/counters',
      { path: { ledger }, query: { day, ...area } });
    return counters.area.records[counted.counter];
  }));
  // Too few to be shown is not zero.
  return parts.every((part) => part !== null)
    ? parts.reduce<number>((sum, part) => sum + (part ?? 0), 0) : undefined;
}

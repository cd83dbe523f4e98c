// SPDX-License-Identifier: Apache-2.0
// From a figure to the page of its records: same period, same area, same condition.
import type { RouteLocationRaw, Router } from 'vue-router';
import type { Ledger } from '@/common/ledgers';
import { say } from '@/common/language';
import type { Period } from '@/common/period';
import { hasPlace, places } from '@/common/places';
import type { Indicator } from './figures';
import { filtersOf } from './where_filters';

// Of what is counted up to a day, whenever it began.
const kBeginning = '1900-01-01';

export interface RecordsLink {
  to: RouteLocationRaw;
  /** What the list cannot filter by, in the office's words; it then shows more than is counted. */
  left: string[];
}

/** concluded_on <= due_on → 办结日期 <= 办理期限 */
export function inWords(condition: string, fields: Ledger['fields']): string {
  const titles = new Map(fields.map((field) => [field.name, field.title]));
  return condition.replace(/<=/g, '≤').replace(/>=/g, '≥')
    .replace(/[a-z]\w*/g, (word) => titles.get(word) ?? word);
}

export function recordsPeriod(indicator: Indicator, period: Period): string {
  return indicator.to_date ? `${kBeginning}..${period.to}` : period.code;
}

/** undefined where there is no such page; a ratio has none of its own, its two parts have. */
export function recordsLink(
  router: Router, indicator: Indicator, period: Period, area: string | undefined,
): RecordsLink | undefined {
  const path = places.ledger(indicator.ledger);
  if (indicator.ledger === '' || !hasPlace(router, path)) return undefined;
  const { filters, left } = filtersOf(indicator.where);
  return {
    to: {
      path,
      query: {
        period: recordsPeriod(indicator, period),
        ...(area === undefined ? {} : { area }),
        ...(filters.length === 0 ? {} : { filter: filters }),
      },
    },
    left,
  };
}

/** One record in the list of its ledger, by its number. */
export function recordLink(
  router: Router, ledger: string, number: string, period: string, area: string | undefined,
): RouteLocationRaw | undefined {
  const path = places.ledger(ledger);
  if (ledger === '' || !hasPlace(router, path)) return undefined;
  return {
    path,
    query: {
      period,
      ...(area === undefined ? {} : { area }),
      filter: [`@number eq ${number}`],
    },
  };
}

export function leftWords(left: readonly string[]): string {
  if (left.length === 0) return '';
  const parts = left.join(say('、', ', '));
  return say(`列表里不按“${parts}”筛，会多于本数`, `the list cannot filter by “${parts}”`);
}

// SPDX-License-Identifier: Apache-2.0
// 报送: which ledgers have been filed for the period and area, read off the indicators that are made
// of them. Zero and missing differ: a ledger without records is filed where it says so (零报告).
import type { GoodOf } from '@/common/api';
import type { LedgerRow } from '@/common/ledgers';

export type Figure = GoodOf<'get', '/api/v1/figures'>['figures'][number];
export type Indicator = GoodOf<'get', '/api/v1/indicators'>['indicators'][number];

export interface FilingRow {
  ledger: LedgerRow;
  /** Records of the period; null where no indicator counts them all. */
  records: number | null;
  indicators: number;
  missing: number;
  /** Why the first of the missing ones is. */
  why: string;
  isFiled: boolean;
}

/** Whether the indicator looks at every record of its ledger. */
function seesAll(indicator: Indicator): boolean {
  return indicator.where === null && !indicator.to_date &&
    (indicator.measure === 'count' || indicator.measure === 'sum');
}

export function filingRows(
  ledgers: readonly LedgerRow[], indicators: readonly Indicator[], figures: readonly Figure[],
): FilingRow[] {
  const byName = new Map(figures.map((figure) => [figure.indicator, figure]));
  return ledgers.flatMap((ledger) => {
    const own = indicators.filter((one) => one.ledger === ledger.name && byName.has(one.name));
    if (own.length === 0) return [];
    const found = own.map((one) => ({ one, figure: byName.get(one.name) as Figure }));
    const missing = found.filter(({ figure }) => figure.missing !== null);
    const whole = found.find(({ one, figure }) => seesAll(one) && figure.missing === null);
    return [{
      ledger,
      records: whole?.figure.records ?? null,
      indicators: own.length,
      missing: missing.length,
      why: missing[0]?.figure.missing ?? '',
      isFiled: missing.length < own.length,
    }];
  });
}

// SPDX-License-Identifier: Apache-2.0
// To which chapter an indicator belongs: that of its ledger; a ratio's is that of its numerator.
import type { Schemas } from '@/common/api';
import { say } from '@/common/language';
import type { LedgerRow } from '@/common/ledgers';

type Indicator = Schemas['Indicator'];

export interface IndicatorChapter {
  chapter: string;
  indicators: Indicator[];
}

/** The ledger whose records an indicator counts; of a ratio that of its numerator. */
export function ledgerOf(
  indicator: Indicator, byName: ReadonlyMap<string, Indicator>,
): string {
  if (indicator.ledger !== '') return indicator.ledger;
  const numerator = byName.get(indicator.numerator ?? '');
  return numerator && numerator !== indicator ? ledgerOf(numerator, byName) : '';
}

/** Chapters in the order of the ledgers, indicators in their own. */
export function chapters(
  indicators: readonly Indicator[], ledgers: readonly LedgerRow[],
): IndicatorChapter[] {
  const byName = new Map(indicators.map((indicator) => [indicator.name, indicator]));
  const chapterOf = new Map(ledgers.map((ledger) => [ledger.name, ledger.chapter]));
  const found = new Map<string, Indicator[]>();
  for (const chapter of new Set(ledgers.map((ledger) => ledger.chapter))) found.set(chapter, []);
  for (const indicator of indicators) {
    const chapter = chapterOf.get(ledgerOf(indicator, byName)) ?? say('其他', 'Other');
    const others = found.get(chapter) ?? [];
    others.push(indicator);
    found.set(chapter, others);
  }
  return [...found].map(([chapter, own]) => ({ chapter, indicators: own }))
    .filter((one) => one.indicators.length > 0);
}

/**
 * How well deadlines are kept: ratios whose numerator counts what was done by a date of its own
 * (concluded_on <= due_on). Read off the definitions, so that a new one is found by itself.
 */
export function serviceLevels(indicators: readonly Indicator[]): Indicator[] {
  const byName = new Map(indicators.map((indicator) => [indicator.name, indicator]));
  return indicators.filter((indicator) => indicator.measure === 'ratio' &&
    /\b[a-z]\w*_on\s*<=?\s*[a-z]\w*_on\b/.test(byName.get(indicator.numerator ?? '')?.where ?? ''));
}

// SPDX-License-Identifier: Apache-2.0
// Looking for words over all ledgers.
import type { GoodOf } from './api';
import type { LedgerRow } from './ledgers';

export type Found = GoodOf<'get', '/api/v1/search'>['records'][number];
export type FoundText = Found['texts'][number];

export const kWordsMax = 100;

/** Whether it is worth asking while somebody is still typing: one Han character says something. */
export function isWorthAsking(words: string): boolean {
  const text = words.trim();
  return /\p{Script=Han}/u.test(text) || text.length >= 2;
}

/** Ledgers whose name has all the words. */
export function ledgersNamed(
  ledgers: readonly LedgerRow[], words: string, most: number,
): LedgerRow[] {
  const sought = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (sought.length === 0) return [];
  return ledgers.filter((ledger) => {
    const text = `${ledger.title} ${ledger.name}`.toLowerCase();
    return sought.every((word) => text.includes(word));
  }).slice(0, most);
}

/** How many of each ledger there are among what is listed, most first. */
export function countByLedger(
  found: readonly Found[],
): { ledger: string; title: string; count: number }[] {
  const rows = new Map<string, { ledger: string; title: string; count: number }>();
  for (const record of found) {
    const row = rows.get(record.ledger) ??
      { ledger: record.ledger, title: record.ledger_title, count: 0 };
    row.count += 1;
    rows.set(record.ledger, row);
  }
  return [...rows.values()].sort((one, other) => other.count - one.count);
}

/** The text in which most of the words are; for one line of a record. */
export function bestText(found: Found): FoundText | undefined {
  const marks = (text: FoundText) => text.parts.filter((part) => part.found).length;
  return [...found.texts].sort((one, other) => marks(other) - marks(one))[0];
}

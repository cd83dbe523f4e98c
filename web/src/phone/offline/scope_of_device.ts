// SPDX-License-Identifier: Apache-2.0
// What of the office goes onto the phone: no more than the worker's scope needs, and bounded.
import type { Area } from '@/common/areas';

export const kAreasMax = 2_000;
export const kUnitsMax = 500;
export const kRecordsPerLedgerMax = 30;
export const kLedgersWithRecordsMax = 6;
export const kLedgersMax = 60;
export const kDraftsMax = 50;
export const kUnsentMax = 200;
export const kDoneMax = 50;
export const kDaysMax = 30;
export const kDaysWarned = 7;
export const kDayMilliseconds = 24 * 3_600_000;

/** The areas held, all below them, and those above, by whose names they are called. */
export function areasOfScope(areas: readonly Area[], held: readonly (string | null)[]): Area[] {
  const present = areas.filter((area) => area.abolished_on === null);
  if (held.includes(null)) return present.slice(0, kAreasMax);
  const byId = new Map(present.map((area) => [area.id, area]));
  const above = new Set<string>();
  for (const id of held) {
    let area = byId.get(id ?? '');
    for (; area; area = byId.get(area.parent ?? '')) above.add(area.id);
  }
  const isBelow = (area: Area): boolean => {
    for (let one: Area | undefined = area; one; one = byId.get(one.parent ?? '')) {
      if (held.includes(one.id)) return true;
    }
    return false;
  };
  return present.filter((area) => above.has(area.id) || isBelow(area)).slice(0, kAreasMax);
}

/** Pinned first, then those used last, then those with most records. */
export function ledgersInOrder<T extends { name: string; records: number | null }>(
  ledgers: readonly T[], pinned: readonly string[], recent: readonly string[],
): T[] {
  const rank = (one: T): number => {
    const pin = pinned.indexOf(one.name);
    if (pin >= 0) return pin;
    const use = recent.indexOf(one.name);
    return use >= 0 ? 1_000 + use : 2_000;
  };
  return [...ledgers].sort((one, other) => rank(one) - rank(other) ||
    (rank(one) === 2_000 ? (other.records ?? 0) - (one.records ?? 0) : 0));
}

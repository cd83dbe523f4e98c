// SPDX-License-Identifier: Apache-2.0
// What changed lately, kept while the page is open, whichever page it is. The place in the stream
// is kept in the browser, so that the next day begins with what happened in between.
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { type Change, listenToChanges, resumeChanges } from './changes';
import { keep, kept } from './keeping';

const kChangesMax = 200;
const kPlace = (account: string) => `changes.${account}`;

export interface ChangeRow {
  key: string;
  at: string;
  ledger: string;
  kind: Change['kind'];
  records: string[];
  areas: string[];
}

/** Newest first; what was done to one ledger in one minute is one row: an import is not 279. */
export function grouped(changes: readonly Change[]): ChangeRow[] {
  const rows = new Map<string, ChangeRow>();
  for (const change of changes) {
    // Of what has left his reach he is told no more than that.
    if (change.at === undefined) continue;
    const key = `${change.ledger} ${change.kind} ${change.at.slice(0, 16)}`;
    const row = rows.get(key) ??
      { key, at: change.at, ledger: change.ledger, kind: change.kind, records: [], areas: [] };
    if (!row.records.includes(change.record)) row.records.push(change.record);
    if (change.area !== undefined && !row.areas.includes(change.area)) row.areas.push(change.area);
    rows.set(key, row);
  }
  return [...rows.values()].sort((a, b) => b.at.localeCompare(a.at));
}

export const useRecentChanges = defineStore('recent-changes', () => {
  const changes = shallowRef<readonly Change[]>([]);
  /** Too much was missed; what is listed is not all. */
  const isCut = shallowRef(false);
  let stop: (() => void) | undefined;

  function start(account: string): void {
    stop?.();
    changes.value = [];
    isCut.value = false;
    resumeChanges(kept(kPlace(account)) ?? '');
    stop = listenToChanges({
      changed: (change) => {
        changes.value = [change, ...changes.value].slice(0, kChangesMax);
      },
      reset: () => { isCut.value = true; },
      position: (id) => { keep(kPlace(account), id); },
    });
  }

  function end(): void {
    stop?.();
    stop = undefined;
    changes.value = [];
  }

  return { changes, isCut, start, end };
});

// SPDX-License-Identifier: Apache-2.0
// The list behind the grid: pages as they are seen, the number of rows, and the way to a row far
// away.
import { computed, onScopeDispose, shallowRef } from 'vue';
import { asProblem, type ApiProblem } from '@/common/problem';
import { PageCache } from '@/grid/page_cache';
import { kCountRowsMax, kPageRows, kPagesKept, kReadOnRowsMax } from './limits';
import { countedTotal } from './list_total';
import { type LedgerRecord, type ListQuestion, readPage } from './record_ports';

export interface ReadingOn {
  known: number;
  wanted: number;
}

export interface RecordList {
  cache: () => PageCache<LedgerRecord> | undefined;
  rows: { readonly value: number };
  /** Known exactly; undefined as long as it is not. */
  total: { readonly value: number | undefined };
  isLoading: { readonly value: boolean };
  problem: { readonly value: ApiProblem | undefined };
  readingOn: { readonly value: ReadingOn | undefined };
  open: (ledger: string, question: ListQuestion, slim: string | undefined, all?: number | null)
  => Promise<void>;
  need: (first: number, end: number) => void;
  /** Until the row can be read; false where it was too far or left off. */
  reach: (row: number) => Promise<boolean>;
  leaveOff: () => void;
  /** One more or fewer than was counted. */
  recount: () => void;
}

function isAborted(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}

export function useRecordList(changed: () => void): RecordList {
  let cache: PageCache<LedgerRecord> | undefined;
  let counting: AbortController | undefined;
  let jump: AbortController | undefined;
  const total = shallowRef<number>();
  const known = shallowRef(0);
  const isLoading = shallowRef(false);
  const problem = shallowRef<ApiProblem>();
  const readingOn = shallowRef<ReadingOn>();

  // As far as it is known; a counter may be ahead of what was read.
  const rows = computed(() => Math.max(known.value, total.value ?? 0));

  function recount(): void {
    if (!cache) return;
    known.value = cache.isWhole ? cache.known : Math.max(cache.known, known.value);
    if (cache.isWhole) total.value = cache.known;
    changed();
  }

  function failed(thrown: unknown, of: PageCache<LedgerRecord>): void {
    if (isAborted(thrown) || of !== cache) return;
    problem.value = asProblem(thrown);
  }

  function stop(): void {
    cache?.close();
    counting?.abort();
    jump?.abort();
    readingOn.value = undefined;
  }
  onScopeDispose(stop);

  // Quietly, for the number in the status bar.
  async function count(of: PageCache<LedgerRecord>): Promise<void> {
    counting = new AbortController();
    try {
      await of.readOn(kCountRowsMax, recount, counting.signal);
    } catch (thrown) {
      if (!isAborted(thrown)) return;
    }
  }

  async function open(
    ledger: string, question: ListQuestion, slim: string | undefined, all?: number | null,
  ): Promise<void> {
    stop();
    const mine = new PageCache<LedgerRecord>(
      (asked) => readPage(ledger, question, asked, slim),
      { pageRows: kPageRows, pagesMax: kPagesKept });
    cache = mine;
    problem.value = undefined;
    isLoading.value = true;
    total.value = undefined;
    known.value = 0;
    const counted = countedTotal(ledger, question, all).catch(() => undefined);
    try {
      await mine.need(0, 1);
    } catch (thrown) {
      failed(thrown, mine);
    }
    if (mine !== cache) return;
    isLoading.value = false;
    recount();
    if (mine.isWhole || problem.value) return;
    const number = await counted;
    if (mine !== cache || mine.isWhole) return;
    if (number !== undefined && number > mine.known) total.value = number;
    else void count(mine);
    changed();
  }

  function need(first: number, end: number): void {
    const mine = cache;
    if (!mine || isLoading.value) return;
    const wanted = Math.min(end, rows.value);
    for (let row = first; row < wanted; row += kPageRows) {
      if (!mine.at(Math.min(row, wanted - 1)) || !mine.at(wanted - 1)) {
        mine.need(first, wanted).then(recount, (thrown: unknown) => { failed(thrown, mine); });
        break;
      }
    }
    // Scrolled to where nobody has been: there the way leads by reading on.
    if (wanted > mine.reach && !readingOn.value) {
      void reach(wanted - 1).then(() => { if (mine === cache) mine.need(first, end).then(recount,
        (thrown: unknown) => { failed(thrown, mine); }); });
    }
  }

  async function reach(row: number): Promise<boolean> {
    const mine = cache;
    if (!mine || row < mine.reach) return mine !== undefined;
    if (row > kReadOnRowsMax) return false;
    jump?.abort();
    jump = new AbortController();
    const { signal } = jump;
    readingOn.value = { known: mine.known, wanted: row };
    try {
      return await mine.readOn(row, (now) => {
        readingOn.value = { known: now, wanted: row };
        recount();
      }, signal);
    } catch (thrown) {
      failed(thrown, mine);
      return false;
    } finally {
      if (mine === cache) readingOn.value = undefined;
    }
  }

  return {
    cache: () => cache, rows, total, isLoading, problem, readingOn, open, need, reach, recount,
    leaveOff: () => { jump?.abort(); },
  };
}

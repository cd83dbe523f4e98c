// SPDX-License-Identifier: Apache-2.0
// The list behind the grid: pages as they are seen, the number of rows, and the way to a row far
// away.
import { computed, shallowRef } from 'vue';
import { asProblem, type ApiProblem } from '@/common/problem';
import { PageCache } from '@/grid/page_cache';
import { kCountRowsMax, kPageRows, kPagesKept, kReadOnRowsMax } from './limits';
import { countedTotal } from './list_total';
import { type LedgerRecord, type ListQuestion, readPage } from './record_ports';

export interface ReadingOn {
  known: number;
  wanted: number;
}

export interface OpenRequest {
  ledger: string;
  question: ListQuestion;
  /** The one field that a lean page is asked for. */
  slim: string | undefined;
  /** Of the whole ledger, where it is known. */
  all: number | null | undefined;
}

type Cache = PageCache<LedgerRecord>;

function isAborted(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}

export class RecordList {
  /** Known exactly; undefined as long as it is not. */
  readonly total = shallowRef<number>();
  readonly isLoading = shallowRef(false);
  readonly problem = shallowRef<ApiProblem>();
  readonly readingOn = shallowRef<ReadingOn>();
  // As far as it is known; a counter may be ahead of what was read.
  readonly rows = computed(() => Math.max(this.known.value, this.total.value ?? 0));
  private readonly known = shallowRef(0);
  private pages: Cache | undefined;
  private counting: AbortController | undefined;
  private jump: AbortController | undefined;

  constructor(private readonly changed: () => void) {}

  readonly cache = (): Cache | undefined => this.pages;

  close(): void {
    this.pages?.close();
    this.counting?.abort();
    this.jump?.abort();
    this.readingOn.value = undefined;
  }

  async open({ ledger, question, slim, all }: OpenRequest): Promise<void> {
    this.close();
    const mine: Cache = new PageCache((asked) => readPage(ledger, question, asked, slim),
      { pageRows: kPageRows, pagesMax: kPagesKept });
    this.pages = mine;
    this.problem.value = undefined;
    this.isLoading.value = true;
    this.total.value = undefined;
    this.known.value = 0;
    const counted = countedTotal(ledger, question, all).catch(() => undefined);
    await mine.need(0, 1).catch((thrown: unknown) => { this.failed(thrown, mine); });
    if (mine !== this.pages) return;
    this.isLoading.value = false;
    this.recount();
    if (mine.isWhole || this.problem.value) return;
    const number = await counted;
    if (mine !== this.pages || mine.isWhole) return;
    if (number !== undefined && number > mine.known) this.total.value = number;
    else void this.count(mine);
    this.changed();
  }

  /** Rows that are seen. */
  readonly need = (first: number, end: number): void => {
    const mine = this.pages;
    if (!mine || this.isLoading.value) return;
    const wanted = Math.min(end, this.rows.value);
    if (wanted <= first) return;
    const isThere = mine.at(first) !== undefined && mine.at(wanted - 1) !== undefined;
    if (!isThere) this.load(mine, first, wanted);
    // Scrolled to where nobody has been: there the way leads by reading on.
    if (wanted > mine.reach && !this.readingOn.value) {
      void this.reach(wanted - 1).then((reached) => {
        if (reached && mine === this.pages) this.load(mine, first, wanted);
      });
    }
  };

  /** Until the row can be read; false where it was too far or left off. */
  async reach(row: number): Promise<boolean> {
    const mine = this.pages;
    if (!mine || row < mine.reach) return mine !== undefined;
    if (row > kReadOnRowsMax) return false;
    this.jump?.abort();
    this.jump = new AbortController();
    const { signal } = this.jump;
    this.readingOn.value = { known: mine.known, wanted: row };
    try {
      return await mine.readOn(row, (now) => {
        this.readingOn.value = { known: now, wanted: row };
        this.recount();
      }, signal);
    } catch (thrown) {
      this.failed(thrown, mine);
      return false;
    } finally {
      if (mine === this.pages && !signal.aborted) this.readingOn.value = undefined;
    }
  }

  leaveOff(): void {
    this.jump?.abort();
    this.readingOn.value = undefined;
  }

  private load(mine: Cache, first: number, end: number): void {
    mine.need(first, end).then(() => { this.recount(); },
      (thrown: unknown) => { this.failed(thrown, mine); });
  }

  private recount(): void {
    const mine = this.pages;
    if (!mine) return;
    this.known.value = mine.isWhole ? mine.known : Math.max(mine.known, this.known.value);
    if (mine.isWhole) this.total.value = mine.known;
    this.changed();
  }

  private failed(thrown: unknown, of: Cache): void {
    if (isAborted(thrown) || of !== this.pages) return;
    this.problem.value = asProblem(thrown);
  }

  // Quietly, for the number in the status bar; who scrolls on reads on by himself.
  private async count(of: Cache): Promise<void> {
    this.counting = new AbortController();
    await of.readOn(kCountRowsMax, () => { this.recount(); }, this.counting.signal)
      .catch(() => undefined);
  }
}

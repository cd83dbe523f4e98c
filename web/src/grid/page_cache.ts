// SPDX-License-Identifier: Apache-2.0
// Rows of a list that is read by cursor: each page tells where the next one begins. Where a page
// begins is remembered for all of them, what is in it for the latest used only. Far ahead is
// reached by reading on, page by page, but of each row next to nothing.

export interface PageRow {
  id: string;
}

export interface Page<Row> {
  rows: Row[];
  /** Where the next page begins; null behind the last. */
  next: string | null;
}

export interface PageAsk {
  after: string | undefined;
  count: number;
  /** Only where the next page begins is wanted. */
  lean: boolean;
  signal: AbortSignal;
}

export interface PageCacheOptions {
  pageRows: number;
  pagesMax: number;
}

interface KeptPage<Row> {
  rows: Row[];
  used: number;
}

export class PageCache<Row extends PageRow> {
  /** starts[i]: the cursor of page i. Page 0 begins without one. */
  private readonly starts: (string | undefined)[] = [undefined];
  private readonly firstIds: (string | undefined)[] = [];
  private readonly pages = new Map<number, KeptPage<Row>>();
  private readonly underway = new Map<number, Promise<void>>();
  private readonly stop = new AbortController();
  private clock = 0;
  private endRows: number | undefined;

  constructor(
    private readonly ask: (ask: PageAsk) => Promise<Page<Row>>,
    private readonly options: PageCacheOptions,
  ) {}

  /** Rows known to be there: all of them once the end was reached. */
  get known(): number {
    return this.endRows ?? (this.starts.length - 1) * this.options.pageRows;
  }
  get isWhole(): boolean {
    return this.endRows !== undefined;
  }
  /** Rows that can be read at once, without reading on. */
  get reach(): number {
    return this.endRows ?? this.starts.length * this.options.pageRows;
  }

  close(): void {
    this.stop.abort();
  }

  at(row: number): Row | undefined {
    const page = this.pages.get(this.pageOf(row));
    if (!page) return undefined;
    page.used = this.clock += 1;
    return page.rows[row % this.options.pageRows];
  }

  /** Reads what of these rows is not there; those beyond reach are left out. */
  async need(first: number, end: number): Promise<void> {
    const asked: Promise<void>[] = [];
    const last = Math.min(end, this.reach) - 1;
    for (let page = this.pageOf(first); page <= this.pageOf(last) && last >= 0; page += 1) {
      if (!this.pages.has(page)) asked.push(this.load(page));
    }
    await Promise.all(asked);
  }

  /**
   * Until `row` is within reach or the list ends. True where it is; the signal leaves it off, and
   * what was reached is kept.
   */
  async readOn(
    row: number, progress: (known: number) => void, signal: AbortSignal,
  ): Promise<boolean> {
    while (row >= this.reach && !this.isWhole && !signal.aborted) {
      const page = this.starts.length - 1;
      const found = await this.ask({
        after: this.starts[page], count: this.options.pageRows, lean: true,
        signal: this.stop.signal,
      });
      this.learn(page, found);
      progress(this.known);
    }
    return row < this.reach;
  }

  /** Puts the row in the place of the one with its id; false where it is not kept. */
  replace(row: Row): boolean {
    for (const page of this.pages.values()) {
      const index = page.rows.findIndex((one) => one.id === row.id);
      if (index >= 0) {
        page.rows[index] = row;
        return true;
      }
    }
    return false;
  }

  find(id: string): Row | undefined {
    for (const page of this.pages.values()) {
      const found = page.rows.find((row) => row.id === id);
      if (found) return found;
    }
    return undefined;
  }

  /** In the order of the list, as far as they are kept. */
  *kept(): Generator<Row> {
    for (const number of [...this.pages.keys()].sort((a, b) => a - b)) {
      yield* this.pages.get(number)?.rows ?? [];
    }
  }

  private pageOf(row: number): number {
    return Math.floor(row / this.options.pageRows);
  }

  private load(page: number): Promise<void> {
    const already = this.underway.get(page);
    if (already) return already;
    const reading = this.read(page).finally(() => { this.underway.delete(page); });
    this.underway.set(page, reading);
    return reading;
  }

  private async read(page: number): Promise<void> {
    const found = await this.ask({
      after: this.starts[page], count: this.options.pageRows, lean: false, signal: this.stop.signal,
    });
    this.learn(page, found);
    this.pages.set(page, { rows: this.cut(page, found.rows), used: this.clock += 1 });
    this.dropOldest();
  }

  private learn(page: number, found: Page<Row>): void {
    this.firstIds[page] = found.rows[0]?.id;
    if (page !== this.starts.length - 1 || this.isWhole) return;
    if (found.next === null) this.endRows = page * this.options.pageRows + found.rows.length;
    else this.starts.push(found.next);
  }

  // A page read again is longer by what has left it since: that stands in the next page already.
  private cut(page: number, rows: Row[]): Row[] {
    const next = this.firstIds[page + 1];
    const end = next === undefined ? -1 : rows.findIndex((row) => row.id === next);
    return end < 0 ? rows : rows.slice(0, end);
  }

  private dropOldest(): void {
    while (this.pages.size > this.options.pagesMax) {
      let oldest = -1;
      let used = Infinity;
      for (const [number, page] of this.pages) {
        if (page.used < used) {
          oldest = number;
          used = page.used;
        }
      }
      this.pages.delete(oldest);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// The working desk of one ledger: its list, the rows begun here, what is being written, the steps
// that can be taken back, and what others change meanwhile.
import { computed, onScopeDispose, shallowRef } from 'vue';
import { type Change, useChanges } from '@/common/changes';
import type { Field } from '@/common/ledgers';
import { noteProblem } from '@/common/notices';
import type { CellWrite } from '@/grid/types';
import { UndoStack } from '@/grid/undo_stack';
import { type DeskEvents, type DeskRow, EditDesk, type FieldWrites } from './edit_desk';
import { sentBack, sentFor, typedText } from './field_text';
import { RecordList } from './record_list';
import { type LedgerRecord, portsOf, readRecord } from './record_ports';
import { type OwnRow, RecordRows } from './record_rows';
import { type CellStep, isNothing, type Step, writesOf } from './steps';

type Batch = NonNullable<Step['batch']>;

export interface DeskContext {
  ledger: string;
  fields: () => ReadonlyMap<string, Field>;
  mayAdd: () => boolean;
  isBin: () => boolean;
  mayChange: (record: LedgerRecord) => boolean;
  undoBatch: (batch: string) => Promise<unknown>;
  redoBatch: (batch: Batch) => Promise<Batch>;
}

/** After a batch so many are read anew; of more the whole list is. */
const kRenewedMax = 200;
/** One's own writes are told as changes, too; by then their answers are in. */
const kSettleMilliseconds = 400;

function differing(a: LedgerRecord, b: LedgerRecord): string[] {
  return Object.keys(a.fields).filter((field) =>
    JSON.stringify(a.fields[field]) !== JSON.stringify(b.fields[field]));
}

export class LedgerDesk {
  readonly version = shallowRef(0);
  readonly own = shallowRef<OwnRow[]>([]);
  /** Counts what is in the office and not in the list. */
  readonly newer = shallowRef(0);
  readonly steps = shallowRef({ canUndo: false, canRedo: false });
  readonly list = new RecordList(() => { this.changed(); });
  readonly desk: EditDesk;
  readonly rows: RecordRows;
  readonly counts = computed(() => this.read(() => this.desk.counts()));
  readonly savedAt = computed(() => this.read(() => this.desk.savedAt));
  readonly isUnsaved = computed(() => this.read(() => !this.desk.isEmpty));
  private readonly theirs = new Map<string, Set<string>>();
  /** Records that a step may want and the list no longer has. */
  private readonly known = new Map<string, LedgerRecord>();
  private readonly undo = new UndoStack<Step>();
  private lastOwn = 0;

  constructor(private readonly context: DeskContext) {
    this.desk = new EditDesk(portsOf(context.ledger), this.deskEvents());
    this.rows = new RecordRows({
      fields: context.fields,
      cache: this.list.cache,
      desk: this.desk,
      listRows: () => this.list.rows.value,
      own: () => this.own.value,
      mayAdd: context.mayAdd,
      isBin: context.isBin,
      mayChange: context.mayChange,
      changed: (id) => this.theirs.get(id),
    });
  }

  changed(): void {
    this.version.value += 1;
  }

  close(): void {
    this.desk.close();
    this.list.close();
  }

  // Of what is no ref: read again with each version.
  private read<T>(get: () => T): T {
    return this.version.value >= 0 ? get() : get();
  }

  private deskEvents(): DeskEvents {
    const { fields } = this.context;
    return {
      changed: () => { this.changed(); },
      saved: (row, record) => {
        this.keep(record, row);
        this.placeOwn(row.key, record);
      },
      merged: (record, changed) => {
        this.mark(record.id, changed);
        this.keep(record);
      },
      same: (name, value, text) => {
        const field = fields().get(name);
        return field !== undefined && typedText(field, value) === text;
      },
      problem: noteProblem,
      // All that is required is there: it can be a record.
      isReady: (row) => [...fields().values()].every((field) => !field.required ||
        (row.edits.get(field.name)?.text ?? '') !== ''),
    };
  }

  private keep(record: LedgerRecord, row?: DeskRow): void {
    if (row) this.known.set(row.key, record);
    if (this.known.has(record.id)) this.known.set(record.id, record);
    this.list.cache()?.replace(record);
    this.own.value = this.own.value.map((one) =>
      one.key === row?.key || one.record?.id === record.id ? { ...one, record } : one);
    this.changed();
  }

  private mark(id: string, fields: readonly string[]): void {
    this.theirs.set(id, new Set([...this.theirs.get(id) ?? [], ...fields]));
  }

  private tellSteps(): void {
    this.steps.value = { canUndo: this.undo.canUndo, canRedo: this.undo.canRedo };
  }

  remember(step: Step): void {
    if (isNothing(step)) return;
    this.undo.push(step);
    this.tellSteps();
  }

  // A row past the end is a new one.
  private rowKey(row: number, begun: string[]): string | undefined {
    while (row >= this.list.rows.value + this.own.value.length && this.context.mayAdd()) {
      this.lastOwn += 1;
      const key = `new-${this.lastOwn}`;
      begun.push(key);
      this.own.value = [...this.own.value, { key, record: undefined }];
    }
    return this.rows.key(row);
  }

  private cellStep(write: CellWrite, key: string, field: Field): CellStep {
    const edit = this.rows.edit(write.row, write.key);
    const stands = this.rows.record(write.row)?.fields[write.key];
    return {
      row: key,
      field: write.key,
      before: {
        text: this.rows.text(write.row, write.key),
        sent: edit ? edit.sent : sentBack(field, stands),
      },
      after: { text: write.text, sent: sentFor(field, write.text) },
    };
  }

  /** Writes what was typed, pasted or filled, as one step. Gives how many cells could not be. */
  write(writes: readonly CellWrite[]): number {
    const begun: string[] = [];
    const cells: CellStep[] = [];
    let left = 0;
    for (const one of writes) {
      const field = this.context.fields().get(one.key);
      const key = field ? this.rowKey(one.row, begun) : undefined;
      if (!field || key === undefined || !this.rows.canWrite(one.row, one.key)) {
        // Text over a masked cell that is the same as before takes nothing away.
        if (one.text !== '' && one.text !== this.rows.text(one.row, one.key)) left += 1;
        continue;
      }
      const step = this.cellStep(one, key, field);
      if (step.before.text !== step.after.text) cells.push(step);
    }
    const step = { cells, begun };
    this.remember(step);
    this.apply(step, 'after');
    if (writes.length > 1) for (const key of begun) this.desk.settle(key);
    return left;
  }

  private recordOf(key: string): LedgerRecord | undefined {
    return this.desk.rows.get(key)?.record ??
      this.own.value.find((one) => one.key === key)?.record ??
      this.list.cache()?.find(key) ?? this.known.get(key);
  }

  // A step may be older than the list that is shown now.
  private async fetched(step: Step): Promise<void> {
    const missing = [...new Set(step.cells.map((cell) => cell.row))]
      .filter((key) => !key.startsWith('new-') && !this.recordOf(key));
    await Promise.all(missing.map(async (key) => {
      this.known.set(key, await readRecord(this.context.ledger, key));
    }));
  }

  private apply(step: Step, way: 'before' | 'after'): void {
    for (const [key, fields] of writesOf(step, way)) {
      this.desk.write(key, this.recordOf(key), fields as FieldWrites);
    }
    this.changed();
  }

  // A row begun here and taken back leaves the grid; brought back, it stands at its end.
  private placeOwn(key: string, record: LedgerRecord): void {
    if (!key.startsWith('new-')) return;
    const others = this.own.value.filter((one) => one.key !== key);
    if (record.deleted) this.own.value = others;
    else if (others.length === this.own.value.length) {
      this.own.value = [...others, { key, record }];
    }
  }

  private takeBackRow(key: string): void {
    if (!this.recordOf(key) && this.desk.drop(key)) {
      this.own.value = this.own.value.filter((one) => one.key !== key);
    } else this.desk.want(key, this.recordOf(key), 'removed');
  }

  private bringBackRow(key: string): void {
    const record = this.recordOf(key);
    if (record) this.desk.want(key, record, 'restored');
    else this.own.value = [...this.own.value, { key, record: undefined }];
  }

  async undoStep(): Promise<void> {
    const step = this.undo.undo();
    this.tellSteps();
    if (!step) return;
    try {
      if (step.batch) await this.context.undoBatch(step.batch.id);
      await this.fetched(step);
    } catch (thrown) {
      // It was not taken back: it still can be.
      this.undo.redo();
      this.tellSteps();
      noteProblem(thrown);
      return;
    }
    if (step.batch) await this.renewAll(step.batch.records);
    const cells = step.cells.filter((cell) => !step.begun.includes(cell.row));
    this.apply({ ...step, cells }, 'before');
    for (const key of step.begun) this.takeBackRow(key);
    this.changed();
  }

  async redoStep(): Promise<void> {
    const step = this.undo.redo();
    this.tellSteps();
    if (!step) return;
    try {
      if (step.batch) step.batch = await this.context.redoBatch(step.batch);
      await this.fetched(step);
    } catch (thrown) {
      this.undo.undo();
      this.tellSteps();
      noteProblem(thrown);
      return;
    }
    if (step.batch) await this.renewAll(step.batch.records);
    for (const key of step.begun) this.bringBackRow(key);
    const wasMade = (cell: CellStep) => step.begun.includes(cell.row) &&
      this.recordOf(cell.row) !== undefined;
    this.apply({ ...step, cells: step.cells.filter((cell) => !wasMade(cell)) }, 'after');
  }

  async renew(id: string): Promise<void> {
    const before = this.list.cache()?.find(id) ??
      this.own.value.find((one) => one.record?.id === id)?.record;
    if (!before) return;
    const record = await readRecord(this.context.ledger, id);
    const latest = this.recordOf(id) ?? before;
    if (record.revision <= latest.revision) return;
    this.mark(id, differing(record, latest));
    this.desk.renew(record);
    this.keep(record);
  }

  async renewAll(ids: readonly string[]): Promise<void> {
    if (ids.length > kRenewedMax) this.newer.value += ids.length;
    for (const id of ids.slice(0, kRenewedMax)) await this.renew(id).catch(() => undefined);
  }

  /** What somebody, perhaps oneself, has changed. */
  heard(change: Change): void {
    if (change.ledger !== this.context.ledger) return;
    setTimeout(() => {
      const isMine = this.own.value.some((one) => one.record?.id === change.record);
      if (change.kind === 'created' && !isMine) this.newer.value += 1;
      else if (change.kind !== 'gone') void this.renew(change.record).catch(() => undefined);
    }, kSettleMilliseconds);
  }

  /** Another list is opened: what is begun and not yet a record stays under it. */
  opened(): void {
    this.own.value = this.own.value.filter((one) => one.record === undefined);
    this.theirs.clear();
    this.newer.value = 0;
  }
}

export function useLedgerDesk(context: DeskContext): LedgerDesk {
  const desk = new LedgerDesk(context);
  useChanges({
    changed: (change) => { desk.heard(change); },
    reset: () => { desk.newer.value += 1; },
  });
  onScopeDispose(() => { desk.close(); });
  return desk;
}

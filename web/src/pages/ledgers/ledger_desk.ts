// SPDX-License-Identifier: Apache-2.0
// The working desk of one ledger: its list, the rows begun here, what is being written, the steps
// that can be taken back, and what others change meanwhile.
import { computed, onScopeDispose, shallowRef } from 'vue';
import { useChanges } from '@/common/changes';
import type { Field } from '@/common/ledgers';
import { noteProblem } from '@/common/notices';
import type { CellWrite } from '@/grid/types';
import { UndoStack } from '@/grid/undo_stack';
import { type DeskRow, EditDesk, type FieldWrites } from './edit_desk';
import { sentBack, sentFor, typedText } from './field_text';
import { type LedgerRecord, portsOf, readRecord } from './record_ports';
import { useRecordList } from './record_list';
import { type OwnRow, RecordRows } from './record_rows';
import { type CellStep, isNothing, type Step, writesOf } from './steps';

export interface DeskContext {
  ledger: string;
  fields: () => ReadonlyMap<string, Field>;
  mayAdd: () => boolean;
  isBin: () => boolean;
  mayChange: (record: LedgerRecord) => boolean;
  undoBatch: (batch: string) => Promise<unknown>;
  redoBatch: (batch: NonNullable<Step['batch']>) => Promise<NonNullable<Step['batch']>>;
}

export function useLedgerDesk(context: DeskContext) {
  const version = shallowRef(0);
  const changed = () => { version.value += 1; };
  const list = useRecordList(changed);
  const own = shallowRef<OwnRow[]>([]);
  const theirs = new Map<string, Set<string>>();
  const newer = shallowRef(0);
  /** Records that a step may want and the list no longer has. */
  const known = new Map<string, LedgerRecord>();
  const undo = new UndoStack<Step>();
  const steps = shallowRef({ canUndo: false, canRedo: false });
  let lastOwn = 0;

  const desk = new EditDesk(portsOf(context.ledger), {
    changed,
    saved: (row, record) => {
      keep(record, row);
      placeOwn(row.key, record);
    },
    merged: (record, fields) => {
      mark(record.id, fields);
      keep(record);
    },
    same: (name, value, text) => {
      const field = context.fields().get(name);
      return field !== undefined && typedText(field, value) === text;
    },
    problem: noteProblem,
    isReady: (row) => isReady(row),
  });
  onScopeDispose(() => { desk.close(); });

  const rows = new RecordRows({
    fields: context.fields, cache: list.cache, desk,
    listRows: () => list.rows.value,
    own: () => own.value,
    mayAdd: context.mayAdd,
    isBin: context.isBin,
    mayChange: context.mayChange,
    changed: (id) => theirs.get(id),
  });

  // All that is required is there: it can be a record.
  function isReady(row: DeskRow): boolean {
    return [...context.fields().values()].every((field) => !field.required ||
      (row.edits.get(field.name)?.text ?? '') !== '');
  }

  function keep(record: LedgerRecord, row?: DeskRow): void {
    for (const key of row ? [row.key, record.id] : [record.id]) {
      if (row?.key === key || known.has(key)) known.set(key, record);
    }
    list.cache()?.replace(record);
    own.value = own.value.map((one) => one.key === row?.key || one.record?.id === record.id
      ? { ...one, record } : one);
    changed();
  }

  function mark(id: string, fields: readonly string[]): void {
    theirs.set(id, new Set([...theirs.get(id) ?? [], ...fields]));
  }

  function tellSteps(): void {
    steps.value = { canUndo: undo.canUndo, canRedo: undo.canRedo };
  }

  function remember(step: Step): void {
    if (isNothing(step)) return;
    undo.push(step);
    tellSteps();
  }

  // A row past the end is a new one.
  function rowKey(row: number, begun: string[]): string | undefined {
    while (row >= list.rows.value + own.value.length && context.mayAdd()) {
      lastOwn += 1;
      const key = `new-${lastOwn}`;
      begun.push(key);
      own.value = [...own.value, { key, record: undefined }];
    }
    return rows.key(row);
  }

  function cellStep(write: CellWrite, key: string, field: Field): CellStep {
    const before = rows.text(write.row, write.key);
    const edit = rows.edit(write.row, write.key);
    const stands = rows.record(write.row)?.fields[write.key];
    return {
      row: key, field: write.key,
      before: { text: before, sent: edit ? edit.sent : sentBack(field, stands) },
      after: { text: write.text, sent: sentFor(field, write.text) },
    };
  }

  /** Writes what was typed, pasted or filled; as one step. Gives how many cells could not be. */
  function write(writes: readonly CellWrite[]): number {
    const begun: string[] = [];
    const cells: CellStep[] = [];
    let left = 0;
    for (const one of writes) {
      const field = context.fields().get(one.key);
      const key = field ? rowKey(one.row, begun) : undefined;
      if (!field || key === undefined || !rows.canWrite(one.row, one.key)) {
        // Text over a masked cell that is the same as before takes nothing away.
        if (one.text !== '' && one.text !== rows.text(one.row, one.key)) left += 1;
        continue;
      }
      const step = cellStep(one, key, field);
      if (step.before.text !== step.after.text) cells.push(step);
    }
    const step = { cells, begun };
    remember(step);
    apply(step, 'after');
    if (writes.length > 1) for (const key of begun) desk.settle(key);
    return left;
  }

  function recordOf(key: string): LedgerRecord | undefined {
    return desk.rows.get(key)?.record ?? own.value.find((one) => one.key === key)?.record ??
      list.cache()?.find(key) ?? known.get(key);
  }

  // A step may be older than the list that is shown now.
  async function fetched(step: Step): Promise<void> {
    const missing = [...new Set(step.cells.map((cell) => cell.row))]
      .filter((key) => !key.startsWith('new-') && !recordOf(key));
    await Promise.all(missing.map(async (key) => {
      known.set(key, await readRecord(context.ledger, key));
    }));
  }

  function apply(step: Step, way: 'before' | 'after'): void {
    for (const [key, fields] of writesOf(step, way)) {
      desk.write(key, recordOf(key), fields as FieldWrites);
    }
    changed();
  }

  // A row begun here and taken back leaves the grid; brought back, it stands where it was begun.
  function placeOwn(key: string, record: LedgerRecord): void {
    if (!key.startsWith('new-')) return;
    const others = own.value.filter((one) => one.key !== key);
    if (record.deleted) own.value = others;
    else if (others.length === own.value.length) own.value = [...others, { key, record }];
  }

  function takeBackRow(key: string): void {
    if (!recordOf(key) && desk.drop(key)) own.value = own.value.filter((one) => one.key !== key);
    else desk.want(key, recordOf(key), 'removed');
  }

  function bringBackRow(key: string): void {
    const record = recordOf(key);
    if (record) desk.want(key, record, 'restored');
    else own.value = [...own.value, { key, record: undefined }];
  }

  async function undoStep(): Promise<void> {
    const step = undo.undo();
    tellSteps();
    if (!step) return;
    if (step.batch) {
      await context.undoBatch(step.batch.id);
      await renewAll(step.batch.records);
    }
    await fetched(step);
    const isBegun = (cell: CellStep) => step.begun.includes(cell.row);
    apply({ ...step, cells: step.cells.filter((cell) => !isBegun(cell)) }, 'before');
    for (const key of step.begun) takeBackRow(key);
    changed();
  }

  async function redoStep(): Promise<void> {
    const step = undo.redo();
    tellSteps();
    if (!step) return;
    if (step.batch) {
      step.batch = await context.redoBatch(step.batch);
      await renewAll(step.batch.records);
    }
    await fetched(step);
    for (const key of step.begun) bringBackRow(key);
    const wasMade = (cell: CellStep) => step.begun.includes(cell.row) && recordOf(cell.row);
    apply({ ...step, cells: step.cells.filter((cell) => !wasMade(cell)) }, 'after');
    changed();
  }

  async function renew(id: string): Promise<void> {
    const before = list.cache()?.find(id) ?? own.value.find((one) => one.record?.id === id)?.record;
    if (!before) return;
    const record = await readRecord(context.ledger, id);
    if (record.revision <= (recordOf(id) ?? before).revision) return;
    mark(id, Object.keys(record.fields).filter((field) =>
      JSON.stringify(record.fields[field]) !== JSON.stringify(before.fields[field])));
    desk.renew(record);
    keep(record);
  }

  const kRenewedMax = 200;
  /** After a batch: those that are in sight, at most so many; of more the list is read anew. */
  async function renewAll(ids: readonly string[]): Promise<void> {
    if (ids.length > kRenewedMax) newer.value += ids.length;
    for (const id of ids.slice(0, kRenewedMax)) await renew(id).catch(() => undefined);
  }

  const kSettleMilliseconds = 400;
  const mine = (id: string) => own.value.some((one) => one.record?.id === id);
  useChanges({
    changed: (change) => {
      if (change.ledger !== context.ledger) return;
      // One's own writes are told as well; by then their answers are in.
      setTimeout(() => {
        if (change.kind === 'created' && !mine(change.record)) newer.value += 1;
        else if (change.kind !== 'gone') void renew(change.record).catch(() => undefined);
      }, kSettleMilliseconds);
    },
    reset: () => { newer.value += 1; },
  });

  /** Another list is opened: what is begun and not yet a record stays under it. */
  function opened(): void {
    own.value = own.value.filter((one) => one.record === undefined);
    theirs.clear();
    newer.value = 0;
  }

  return {
    version, list, rows, own, desk, newer, steps, write, undoStep, redoStep, remember, opened,
    renew, renewAll, changed, recordOf,
    counts: computed(() => version.value >= 0 ? desk.counts() : desk.counts()),
    savedAt: computed(() => version.value >= 0 ? desk.savedAt : undefined),
    isUnsaved: computed(() => version.value >= 0 && !desk.isEmpty),
  };
}

export type LedgerDesk = ReturnType<typeof useLedgerDesk>;

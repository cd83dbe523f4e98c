// SPDX-License-Identifier: Apache-2.0
// The rows of the grid: those of the list, then those made here, then an empty one to begin
// another.
import type { Field } from '@/common/ledgers';
import { say } from '@/common/language';
import type { PageCache } from '@/grid/page_cache';
import type { CellLook, GridSource } from '@/grid/types';
import type { DeskRow, EditDesk, FieldEdit } from './edit_desk';
import { shownText, typedText } from './field_text';
import { kNumberKey } from './ledger_columns';
import type { LedgerRecord } from './record_ports';

export interface OwnRow {
  key: string;
  record: LedgerRecord | undefined;
}

export interface RowsContext {
  fields: () => ReadonlyMap<string, Field>;
  cache: () => PageCache<LedgerRecord> | undefined;
  /** Rows of the list: as many as are known to be there. */
  listRows: () => number;
  desk: EditDesk;
  own: () => readonly OwnRow[];
  /** Whether rows may be added, and this record changed. */
  mayAdd: () => boolean;
  /** In the recycle bin all are removed, and none is marked so. */
  isBin: () => boolean;
  mayChange: (record: LedgerRecord) => boolean;
  /** Fields that somebody else changed while the page was open. */
  changed: (id: string) => ReadonlySet<string> | undefined;
}

const kPlain: CellLook = { text: '', marks: '' };

export class RecordRows implements GridSource {
  constructor(private readonly context: RowsContext) {}

  private isBlank(row: number): boolean {
    const { context } = this;
    return row >= context.listRows() + context.own().length;
  }

  rowCount = (): number => {
    const { context } = this;
    return context.listRows() + context.own().length + (context.mayAdd() ? 1 : 0);
  };

  own(row: number): OwnRow | undefined {
    const { context } = this;
    return context.own()[row - context.listRows()];
  }

  record(row: number): LedgerRecord | undefined {
    const { context } = this;
    const found = row < context.listRows() ? context.cache()?.at(row) : this.own(row)?.record;
    return found === undefined ? undefined : context.desk.rows.get(found.id)?.record ?? found;
  }

  /** By which its edits are kept; undefined for the empty row and for one that is not read. */
  key(row: number): string | undefined {
    const { context } = this;
    return row < context.listRows() ? context.cache()?.at(row)?.id : this.own(row)?.key;
  }

  desk(row: number): DeskRow | undefined {
    const key = this.key(row);
    return key === undefined ? undefined : this.context.desk.rows.get(key);
  }

  isLoaded = (row: number): boolean => this.isBlank(row) || this.key(row) !== undefined;

  rowName = (row: number): string => this.isBlank(row) ? '＋' : String(row + 1);

  rowMarks = (row: number): string => {
    if (this.isBlank(row)) return 'fresh';
    const record = this.record(row);
    if (record) return record.deleted !== this.context.isBin() ? 'removed' : '';
    return row >= this.context.listRows() ? 'fresh' : '';
  };

  edit(row: number, key: string): FieldEdit | undefined {
    return this.desk(row)?.edits.get(key);
  }

  look = (row: number, key: string): CellLook => {
    if (this.isBlank(row)) return this.blank(row, key);
    const record = this.record(row);
    const edit = this.edit(row, key);
    if (edit) return { text: edit.text, marks: editMarks(edit) };
    if (key === kNumberKey) {
      return { text: record?.number ?? say('待存', 'unsaved'), marks: 'readonly quiet' };
    }
    const field = this.context.fields().get(key);
    if (!record || !field) return kPlain;
    return this.recordLook(record, field);
  };

  private blank(row: number, key: string): CellLook {
    return key === kNumberKey && row >= 0
      ? { text: say('在此录入', 'Enter here'), marks: 'readonly quiet' } : kPlain;
  }

  private recordLook(record: LedgerRecord, field: Field): CellLook {
    if (record.hidden.includes(field.name)) return { text: '***', marks: 'readonly quiet' };
    const text = shownText(field, record.fields[field.name]);
    const isMasked = record.masked.includes(field.name);
    const isChanged = this.context.changed(record.id)?.has(field.name) ?? false;
    if (!isMasked && !isChanged && field.type !== 'attachment') return { text, marks: '' };
    return {
      text,
      marks: `${isMasked || field.type === 'attachment' ? 'readonly quiet' : ''}${
        isChanged ? ' changed' : ''}`.trim(),
    };
  }

  text = (row: number, key: string): string => {
    const edit = this.edit(row, key);
    if (edit) return edit.text;
    const record = this.record(row);
    if (key === kNumberKey) return record?.number ?? '';
    const field = this.context.fields().get(key);
    return record && field ? typedText(field, record.fields[key]) : '';
  };

  canWrite = (row: number, key: string): boolean => {
    const field = this.context.fields().get(key);
    if (!field || field.type === 'attachment') return false;
    const record = this.record(row);
    if (!record) return this.context.mayAdd() && this.isLoaded(row);
    if (record.deleted || record.purged || !this.context.mayChange(record)) return false;
    return !record.masked.includes(key) && !record.hidden.includes(key);
  };
}

function editMarks(edit: FieldEdit): string {
  return edit.state === 'saving' ? 'waiting' : edit.state;
}

// SPDX-License-Identifier: Apache-2.0
// Steps that can be taken back: what was in each cell before and after, which rows were begun,
// which batch was done. Taking back is writing anew.
import type { SentValue } from './field_text';

export interface CellValue {
  text: string;
  sent: SentValue;
}

export interface CellStep {
  /** The row's key: a record's id, or that of a row begun here. */
  row: string;
  field: string;
  before: CellValue;
  after: CellValue;
}

export interface Step {
  cells: readonly CellStep[];
  /** Rows begun by the step. */
  begun: readonly string[];
  /** A bulk edit done by the step. */
  batch?: { id: string; records: readonly string[]; action: 'remove' | 'restore' };
}

export type RowWrites = Map<string, Record<string, CellValue>>;

/** What is to be written to take it back, or to do it again; by row. */
export function writesOf(step: Step, way: 'before' | 'after'): RowWrites {
  const writes: RowWrites = new Map();
  for (const cell of step.cells) {
    const fields = writes.get(cell.row) ?? {};
    fields[cell.field] = cell[way];
    writes.set(cell.row, fields);
  }
  return writes;
}

export function isNothing(step: Step): boolean {
  return step.batch === undefined && step.begun.length === 0 &&
    step.cells.every((cell) => cell.before.text === cell.after.text);
}

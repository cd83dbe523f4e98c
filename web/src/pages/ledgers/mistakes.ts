// SPDX-License-Identifier: Apache-2.0
// Cells that were not taken, in the order of the grid, so that one can go from one to the next.
import type { CellAt } from '@/grid/types';
import type { RecordRows } from './record_rows';

/** `keys` are the columns in their order; those of hidden columns are not among them. */
export function mistakenCells(
  source: RecordRows, rows: number, keys: readonly string[],
): CellAt[] {
  const cells: CellAt[] = [];
  for (let row = 0; row < rows; row += 1) {
    const edits = source.desk(row)?.edits;
    if (!edits || edits.size === 0) continue;
    keys.forEach((key, column) => {
      const state = edits.get(key)?.state;
      if (state === 'failed' || state === 'conflict') cells.push({ row, column });
    });
  }
  return cells;
}

/** The next one behind a cell, and around. */
export function nextCell(
  cells: readonly CellAt[], from: CellAt, back: boolean,
): CellAt | undefined {
  const isBefore = (cell: CellAt) =>
    cell.row < from.row || (cell.row === from.row && cell.column < from.column);
  const isAt = (cell: CellAt) => cell.row === from.row && cell.column === from.column;
  if (back) return cells.filter(isBefore).at(-1) ?? cells.at(-1);
  return cells.find((cell) => !isBefore(cell) && !isAt(cell)) ?? cells[0];
}

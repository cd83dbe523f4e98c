// SPDX-License-Identifier: Apache-2.0
// Which cells are chosen: one range, spanned by where it began and where it ends now, and in it the
// cell that is active. Values, never changed in place.
import type { Bounds, CellAt, CellRange } from './types';

export interface Selection {
  active: CellAt;
  anchor: CellAt;
  focus: CellAt;
}

const within = (value: number, count: number) => Math.max(0, Math.min(value, count - 1));

function clamped(cell: CellAt, bounds: Bounds): CellAt {
  return { row: within(cell.row, bounds.rows), column: within(cell.column, bounds.columns) };
}

export function selectionAt(row: number, column: number): Selection {
  const cell = { row, column };
  return { active: cell, anchor: cell, focus: cell };
}

export function rangeOf(selection: Selection): CellRange {
  const { anchor, focus } = selection;
  return {
    top: Math.min(anchor.row, focus.row),
    bottom: Math.max(anchor.row, focus.row),
    left: Math.min(anchor.column, focus.column),
    right: Math.max(anchor.column, focus.column),
  };
}

export function cellsIn(range: CellRange): number {
  return (range.bottom - range.top + 1) * (range.right - range.left + 1);
}

export function isIn(range: CellRange, row: number, column: number): boolean {
  return row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;
}

export function movedTo(cell: CellAt, bounds: Bounds): Selection {
  const { row, column } = clamped(cell, bounds);
  return selectionAt(row, column);
}

export function extendedTo(selection: Selection, cell: CellAt, bounds: Bounds): Selection {
  return { ...selection, focus: clamped(cell, bounds) };
}

export function everything(selection: Selection, bounds: Bounds): Selection {
  return {
    active: selection.active,
    anchor: { row: 0, column: 0 },
    focus: { row: Math.max(0, bounds.rows - 1), column: Math.max(0, bounds.columns - 1) },
  };
}

/** Whole rows, from where the choosing of rows began. */
export function wholeRows(selection: Selection, from: number, to: number, bounds: Bounds) {
  return {
    active: { row: from, column: selection.active.column },
    anchor: { row: from, column: 0 },
    focus: clamped({ row: to, column: bounds.columns - 1 }, bounds),
  };
}

export function wholeColumns(selection: Selection, from: number, to: number, bounds: Bounds) {
  return {
    active: { row: selection.active.row, column: from },
    anchor: { row: 0, column: from },
    focus: clamped({ row: bounds.rows - 1, column: to }, bounds),
  };
}

/**
 * Enter and Tab: to the next cell, and where several are chosen, around within them. undefined
 * where there is no next.
 */
export function stepped(
  selection: Selection, way: 'down' | 'right', back: boolean, bounds: Bounds,
): Selection | undefined {
  const range = rangeOf(selection);
  const several = cellsIn(range) > 1;
  const box = several ? range
    : { top: 0, left: 0, bottom: bounds.rows - 1, right: bounds.columns - 1 };
  const rows = box.bottom - box.top + 1;
  const columns = box.right - box.left + 1;
  const row = selection.active.row - box.top;
  const column = selection.active.column - box.left;
  const place = way === 'down' ? column * rows + row : row * columns + column;
  let next = place + (back ? -1 : 1);
  if (several) next = (next + rows * columns) % (rows * columns);
  // Alone, Enter stays in its column.
  else if (way === 'down' && (row + (back ? -1 : 1) < 0 || row + (back ? -1 : 1) >= rows)) {
    return undefined;
  } else if (next < 0 || next >= rows * columns) return undefined;
  const cell = way === 'down'
    ? { row: box.top + (next % rows), column: box.left + Math.floor(next / rows) }
    : { row: box.top + Math.floor(next / columns), column: box.left + (next % columns) };
  return several ? { ...selection, active: cell } : selectionAt(cell.row, cell.column);
}

/** Ctrl+arrow: along what is filled to its end, or over what is empty to what is filled. */
export function edgeFrom(
  at: number, step: 1 | -1, count: number, isFilled: (index: number) => boolean, looksMax: number,
): number {
  const last = step > 0 ? count - 1 : 0;
  if (at === last) return at;
  const along = isFilled(at) && isFilled(at + step);
  let index = at + step;
  for (let looks = 0; index !== last && looks < looksMax; looks += 1) {
    if (along ? !isFilled(index + step) : isFilled(index)) return index;
    index += step;
  }
  return index === last ? last : index;
}

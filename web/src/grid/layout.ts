// SPDX-License-Identifier: Apache-2.0
// Where columns and rows are, and which of them are seen.
import {
  kColumnsAround, kRowHeight, kRowNumberWidth, kRowsAround, kRowsShownMax,
} from './limits';
import type { GridColumn } from './types';

export interface Placed {
  column: GridColumn;
  index: number;
  /** From the left edge of the whole grid. */
  left: number;
  width: number;
  frozen: boolean;
}

export interface Layout {
  placed: readonly Placed[];
  frozenCount: number;
  /** Of the row numbers and the frozen columns. */
  frozenWidth: number;
  width: number;
}

export function layoutOf(columns: readonly GridColumn[], frozen: number): Layout {
  let left = kRowNumberWidth;
  const frozenCount = Math.min(frozen, columns.length);
  const placed = columns.map((column, index) => {
    const one = { column, index, left, width: column.width, frozen: index < frozenCount };
    left += column.width;
    return one;
  });
  const first = placed[frozenCount];
  return { placed, frozenCount, frozenWidth: first ? first.left : left, width: left };
}

export interface Span {
  first: number;
  /** The one behind the last. */
  end: number;
}

export function rowsSeen(scrollTop: number, height: number, rows: number): Span {
  const count = Math.min(rows, kRowsShownMax);
  const first = Math.floor(scrollTop / kRowHeight);
  const end = Math.ceil((scrollTop + height) / kRowHeight);
  return {
    first: Math.max(0, Math.min(first - kRowsAround, count)),
    end: Math.max(0, Math.min(end + kRowsAround, count)),
  };
}

/** Of the columns that scroll. */
export function columnsSeen(layout: Layout, scrollLeft: number, width: number): Span {
  const from = scrollLeft + layout.frozenWidth;
  const to = scrollLeft + width;
  let first = layout.frozenCount;
  while (first < layout.placed.length && rightOf(layout, first) <= from) first += 1;
  let end = first;
  while (end < layout.placed.length && (layout.placed[end]?.left ?? 0) < to) end += 1;
  return {
    first: Math.max(layout.frozenCount, first - kColumnsAround),
    end: Math.min(layout.placed.length, end + kColumnsAround),
  };
}

function rightOf(layout: Layout, index: number): number {
  const one = layout.placed[index];
  return one ? one.left + one.width : layout.width;
}

/** The column under a point of the grid; before the first it is the first. */
export function columnAt(layout: Layout, x: number): number {
  const found = layout.placed.findIndex((one) => x < one.left + one.width);
  return found < 0 ? layout.placed.length - 1 : found;
}

export interface Viewport {
  top: number;
  left: number;
  height: number;
  width: number;
}

/** Where to scroll to, so that a cell is seen whole; the head covers nothing of it. */
export function scrolledTo(
  layout: Layout, view: Viewport, row: number, column: number,
): { top: number; left: number } {
  const y = row * kRowHeight;
  let { top, left } = view;
  if (y < top) top = y;
  else if (y + kRowHeight > top + view.height) top = y + kRowHeight - view.height;
  const one = layout.placed[column];
  if (one && !one.frozen) {
    if (one.left < left + layout.frozenWidth) left = one.left - layout.frozenWidth;
    else if (one.left + one.width > left + view.width) left = one.left + one.width - view.width;
  }
  return { top: Math.max(0, top), left: Math.max(0, left) };
}

/** A, B … Z, AA: as the clerk calls columns on the telephone. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

// SPDX-License-Identifier: Apache-2.0
// The fill handle: what the chosen cells go on with, over the cells that it was drawn to.
import type { GridState } from './grid_state';
import { kCellsPastedMax } from './limits';
import { continued } from './series';
import type { CellAt, CellRange, CellWrite } from './types';

/** From the chosen cells to where the handle is held: along the longer way, one way only. */
export function drawnTo(range: CellRange, at: CellAt): CellRange | undefined {
  const down = Math.max(at.row - range.bottom, range.top - at.row, 0);
  const across = Math.max(at.column - range.right, range.left - at.column, 0);
  if (down === 0 && across === 0) return undefined;
  if (down >= across) {
    return { ...range, top: Math.min(range.top, at.row), bottom: Math.max(range.bottom, at.row) };
  }
  return {
    ...range, left: Math.min(range.left, at.column), right: Math.max(range.right, at.column),
  };
}

interface Line {
  cell: (index: number) => CellAt;
  from: number;
  to: number;
  first: number;
  last: number;
}

function lines(from: CellRange, over: CellRange): Line[] {
  const found: Line[] = [];
  if (over.top < from.top || over.bottom > from.bottom) {
    for (let column = from.left; column <= from.right; column += 1) {
      found.push({
        cell: (row) => ({ row, column }),
        from: from.top, to: from.bottom, first: over.top, last: over.bottom,
      });
    }
    return found;
  }
  for (let row = from.top; row <= from.bottom; row += 1) {
    found.push({
      cell: (column) => ({ row, column }),
      from: from.left, to: from.right, first: over.left, last: over.right,
    });
  }
  return found;
}

/** What is written over `over`, which goes on from `from`; as it is where no series is wanted. */
export function fillWrites(
  state: GridState, from: CellRange, over: CellRange, asSeries: boolean,
): CellWrite[] {
  const writes: CellWrite[] = [];
  const { source, layout } = state;
  for (const line of lines(from, over)) {
    const texts: string[] = [];
    for (let index = line.from; index <= line.to; index += 1) {
      const { row, column } = line.cell(index);
      texts.push(source.text(row, state.keyOf(column)));
    }
    const kind = layout.value.placed[line.cell(line.from).column]?.column.series ?? 'copy';
    const put = (values: string[], place: (index: number) => number) => {
      values.forEach((text, index) => {
        const { row, column } = line.cell(place(index));
        const key = state.keyOf(column);
        if (source.canWrite(row, key)) writes.push({ row, key, text });
      });
    };
    const series = asSeries ? kind : 'copy';
    put(continued(texts, line.last - line.to, series), (index) => line.to + 1 + index);
    put(continued(texts, line.from - line.first, series, true), (index) => line.from - 1 - index);
  }
  return writes.slice(0, kCellsPastedMax);
}

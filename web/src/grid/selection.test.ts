// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  cellsIn, edgeFrom, everything, extendedTo, movedTo, rangeOf, selectionAt, stepped, wholeColumns,
  wholeRows,
} from './selection';

const bounds = { rows: 5, columns: 4 };

describe('the choice of cells', () => {
  it('stays within the grid', () => {
    expect(movedTo({ row: 9, column: -1 }, bounds).active).toEqual({ row: 4, column: 0 });
    expect(rangeOf(extendedTo(selectionAt(3, 3), { row: 1, column: 9 }, bounds)))
      .toEqual({ top: 1, bottom: 3, left: 3, right: 3 });
  });

  it('takes all, rows and columns', () => {
    expect(cellsIn(rangeOf(everything(selectionAt(1, 1), bounds)))).toBe(20);
    expect(rangeOf(wholeRows(selectionAt(1, 1), 2, 3, bounds)))
      .toEqual({ top: 2, bottom: 3, left: 0, right: 3 });
    expect(rangeOf(wholeColumns(selectionAt(1, 1), 2, 2, bounds)))
      .toEqual({ top: 0, bottom: 4, left: 2, right: 2 });
  });

  it('steps down a column and along rows, and ends at the ends', () => {
    expect(stepped(selectionAt(1, 1), 'down', false, bounds)?.active)
      .toEqual({ row: 2, column: 1 });
    expect(stepped(selectionAt(4, 1), 'down', false, bounds)).toBeUndefined();
    expect(stepped(selectionAt(0, 0), 'down', true, bounds)).toBeUndefined();
    expect(stepped(selectionAt(0, 3), 'right', false, bounds)?.active)
      .toEqual({ row: 1, column: 0 });
    expect(stepped(selectionAt(4, 3), 'right', false, bounds)).toBeUndefined();
  });

  it('goes around within several', () => {
    const several = extendedTo(selectionAt(1, 1), { row: 2, column: 2 }, bounds);
    const order = [several];
    for (let step = 0; step < 4; step += 1) {
      const next = stepped(order.at(-1) ?? several, 'down', false, bounds);
      if (next) order.push(next);
    }
    expect(order.map((one) => `${one.active.row}${one.active.column}`))
      .toEqual(['11', '21', '12', '22', '11']);
    expect(rangeOf(order[3] ?? several)).toEqual(rangeOf(several));
  });

  it('jumps along what is filled and over what is empty', () => {
    const filled = [true, true, true, false, false, true];
    const at = (from: number, step: 1 | -1) =>
      edgeFrom(from, step, filled.length, (index) => filled[index] ?? false, 100);
    expect(at(0, 1)).toBe(2);
    expect(at(2, 1)).toBe(5);
    expect(at(3, 1)).toBe(5);
    expect(at(5, -1)).toBe(2);
    expect(at(0, -1)).toBe(0);
  });
});

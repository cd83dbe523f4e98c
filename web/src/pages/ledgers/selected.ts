// SPDX-License-Identifier: Apache-2.0
// What is chosen in the grid: its sums, its records, its name as a spreadsheet has it.
import { columnLetters } from '@/grid/layout';
import { kCellsSummedMax } from '@/grid/limits';
import { cellsIn, rangeOf, type Selection } from '@/grid/selection';
import { Adder, type Sums } from '@/grid/sums';
import type { GridColumn, GridSource } from '@/grid/types';

/** H108:H114 */
export function rangeName(selection: Selection): string {
  const { top, bottom, left, right } = rangeOf(selection);
  const cell = (row: number, column: number) => `${columnLetters(column)}${row + 1}`;
  const first = cell(top, left);
  return top === bottom && left === right ? first : `${first}:${cell(bottom, right)}`;
}

export interface Selected {
  cells: number;
  sums: Sums | undefined;
  /** Not all of it is read. */
  isPartial: boolean;
}

export function selectedSums(
  source: GridSource, columns: readonly GridColumn[], selection: Selection,
): Selected {
  const range = rangeOf(selection);
  const cells = cellsIn(range);
  if (cells < 2) return { cells, sums: undefined, isPartial: false };
  const adder = new Adder();
  let isPartial = false;
  let looked = 0;
  for (let row = range.top; row <= range.bottom && looked < kCellsSummedMax; row += 1) {
    if (!source.isLoaded(row)) {
      isPartial = true;
      looked += 1;
      continue;
    }
    for (let index = range.left; index <= range.right; index += 1) {
      const column = columns[index];
      if (column) adder.add(source.text(row, column.key), column.series === 'number');
      looked += 1;
    }
  }
  return { cells, sums: adder.sums(), isPartial: isPartial || looked >= kCellsSummedMax };
}

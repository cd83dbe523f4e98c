// SPDX-License-Identifier: Apache-2.0
// The rows that go on paper, as text.
import type { GridColumn } from '@/grid/types';
import { kPrintRowsMax } from './limits';
import type { RecordList } from './record_list';
import type { RecordRows } from './record_rows';

export interface PrintedRows {
  rows: string[][];
  more: number;
}

export function rowsToPrint(
  source: RecordRows, count: number, columns: readonly GridColumn[],
): PrintedRows {
  const rows: string[][] = [];
  for (let row = 0; row < Math.min(count, kPrintRowsMax); row += 1) {
    if (source.record(row) === undefined) continue;
    rows.push(columns.map((column) => source.look(row, column.key).text));
  }
  return { rows, more: Math.max(0, count - rows.length) };
}

/** What is printed has to be read first. */
export async function readToPrint(list: RecordList): Promise<void> {
  const last = Math.min(list.rows.value, kPrintRowsMax);
  if (last === 0) return;
  await list.reach(last - 1);
  await list.cache()?.need(0, last);
}

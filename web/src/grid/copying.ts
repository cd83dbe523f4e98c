// SPDX-License-Identifier: Apache-2.0
// Copy, cut and paste of the chosen cells, by the events of the clipboard: they need no permission
// and work without https.
import { say } from '@/common/language';
import { formatHtml, formatTsv, parseHtml, parseTsv, spread, type Cells } from './clipboard';
import { clear } from './commands';
import type { GridState } from './grid_state';
import { kCellsCopiedMax, kCellsPastedMax } from './limits';
import { cellsIn, rangeOf } from './selection';
import type { CellWrite } from './types';

function chosenCells(state: GridState): Cells | undefined {
  const range = rangeOf(state.selection.value);
  if (cellsIn(range) > kCellsCopiedMax) {
    state.events.refused(say(`一次最多复制 ${kCellsCopiedMax} 格，再多用导出`,
      `At most ${kCellsCopiedMax} cells are copied at once; export more`));
    return undefined;
  }
  const cells: Cells = [];
  for (let row = range.top; row <= range.bottom; row += 1) {
    if (!state.source.isLoaded(row)) {
      state.events.beyond(row);
      return undefined;
    }
    const line: string[] = [];
    for (let column = range.left; column <= range.right; column += 1) {
      line.push(state.source.text(row, state.keyOf(column)));
    }
    cells.push(line);
  }
  return cells;
}

export function copy(state: GridState, event: ClipboardEvent): boolean {
  if (state.input.isEditing) return false;
  event.preventDefault();
  const cells = chosenCells(state);
  if (!cells) return false;
  event.clipboardData?.setData('text/plain', formatTsv(cells));
  event.clipboardData?.setData('text/html', formatHtml(cells));
  return true;
}

export function cut(state: GridState, event: ClipboardEvent): void {
  if (copy(state, event)) clear(state);
}

function pasted(data: DataTransfer): Cells | undefined {
  const text = data.getData('text/plain');
  return parseHtml(data.getData('text/html')) ?? (text === '' ? undefined : parseTsv(text));
}

/** Rows past the end are new ones: who holds the data adds them. */
export function pasteWrites(state: GridState, cells: Cells): CellWrite[] {
  const range = rangeOf(state.selection.value);
  const all = spread(cells, range.bottom - range.top + 1, range.right - range.left + 1);
  const { columns } = state.bounds.value;
  const writes: CellWrite[] = [];
  all.forEach((line, y) => {
    line.forEach((text, x) => {
      const column = range.left + x;
      if (column < columns) writes.push({ row: range.top + y, key: state.keyOf(column), text });
    });
  });
  return writes;
}

export function paste(state: GridState, event: ClipboardEvent): void {
  if (state.input.isEditing || !event.clipboardData) return;
  event.preventDefault();
  const cells = pasted(event.clipboardData);
  if (!cells) return;
  const count = cells.length * Math.max(...cells.map((row) => row.length));
  if (count > kCellsPastedMax) {
    state.events.refused(say(`一次最多粘贴 ${kCellsPastedMax} 格，再多用导入`,
      `At most ${kCellsPastedMax} cells are pasted at once; import more`));
    return;
  }
  const writes = pasteWrites(state, cells);
  const range = rangeOf(state.selection.value);
  const last = writes.at(-1);
  if (!last) return;
  state.events.write(writes);
  const width = Math.max(...cells.map((row) => row.length));
  state.choose({
    active: { row: range.top, column: range.left },
    anchor: { row: range.top, column: range.left },
    focus: {
      row: Math.max(range.bottom, last.row),
      column: Math.min(Math.max(range.right, range.left + width - 1),
        state.bounds.value.columns - 1),
    },
  });
}

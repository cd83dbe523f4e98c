// SPDX-License-Identifier: Apache-2.0
// Does what a key says.
import { today } from '@/common/dates';
import { say } from '@/common/language';
import { fillWrites } from './filling';
import type { GridState } from './grid_state';
import type { Command } from './keys';
import { kEdgeRowsMax, kRowHeight } from './limits';
import {
  edgeFrom, everything, extendedTo, movedTo, rangeOf, stepped, wholeColumns, wholeRows,
} from './selection';
import type { CellAt, CellWrite } from './types';

function go(state: GridState, cell: CellAt, extend: boolean): void {
  const bounds = state.bounds.value;
  const next = extend ? extendedTo(state.selection.value, cell, bounds) : movedTo(cell, bounds);
  state.choose(next, next.focus);
}

function from(state: GridState, extend: boolean): CellAt {
  return extend ? state.selection.value.focus : state.selection.value.active;
}

function edge(state: GridState, at: CellAt, rows: number, columns: number): CellAt {
  const { source, bounds } = state;
  if (rows !== 0) {
    const key = state.keyOf(at.column);
    return {
      ...at,
      row: edgeFrom(at.row, rows > 0 ? 1 : -1, bounds.value.rows,
        // What is not read is taken for filled: the jump goes on over it.
        (row) => !source.isLoaded(row) || source.text(row, key) !== '', kEdgeRowsMax),
    };
  }
  return {
    ...at,
    column: edgeFrom(at.column, columns > 0 ? 1 : -1, bounds.value.columns,
      (column) => source.text(at.row, state.keyOf(column)) !== '', bounds.value.columns),
  };
}

function move(state: GridState, command: Command & { does: 'move' }): void {
  const at = from(state, command.extend);
  const to = command.toEdge ? edge(state, at, command.rows, command.columns)
    : { row: at.row + command.rows, column: at.column + command.columns };
  go(state, to, command.extend);
}

function corner(state: GridState, command: Command & { does: 'corner' }): void {
  const { rows, columns } = state.bounds.value;
  const at = from(state, command.extend);
  const row = command.row === 'same' ? at.row : command.row === 'first' ? 0 : rows - 1;
  go(state, { row, column: command.column === 'first' ? 0 : columns - 1 }, command.extend);
}

function page(state: GridState, command: Command & { does: 'page' }): void {
  const rows = Math.max(1, Math.floor(state.viewport().height / kRowHeight) - 1);
  const at = from(state, command.extend);
  go(state, { ...at, row: at.row + (command.down ? rows : -rows) }, command.extend);
}

/** After Enter, Tab or an arrow; Tab at the very end leaves the grid. */
export function step(state: GridState, command: Command & { does: 'step' }): void {
  const next = stepped(state.selection.value, command.way, command.back, state.bounds.value);
  if (next) state.choose(next, next.active);
  else if (command.way === 'right') state.events.leave();
}

/** The cells of the choice that can be written, as long as they are read. */
export function writable(state: GridState, text: (at: CellAt) => string): CellWrite[] {
  const range = rangeOf(state.selection.value);
  const writes: CellWrite[] = [];
  for (let row = range.top; row <= range.bottom; row += 1) {
    if (!state.source.isLoaded(row)) continue;
    for (let column = range.left; column <= range.right; column += 1) {
      const key = state.keyOf(column);
      if (state.source.canWrite(row, key)) writes.push({ row, key, text: text({ row, column }) });
    }
  }
  return writes;
}

export function clear(state: GridState): void {
  const writes = writable(state, () => '')
    .filter((one) => state.source.text(one.row, one.key) !== '');
  if (writes.length > 0) state.events.write(writes);
}

function fill(state: GridState, way: 'down' | 'right'): void {
  const range = rangeOf(state.selection.value);
  const whole = way === 'down' ? { ...range, bottom: range.top } : { ...range, right: range.left };
  const writes = fillWrites(state, whole, range, false);
  if (writes.length > 0) state.events.write(writes);
}

function putToday(state: GridState): void {
  const { active } = state.selection.value;
  const key = state.keyOf(active.column);
  if (!state.source.canWrite(active.row, key)) return;
  state.events.write([{ row: active.row, key, text: today() }]);
}

function edit(state: GridState): void {
  const { active } = state.selection.value;
  state.input.edit(state.source.text(active.row, state.keyOf(active.column)));
}

export function run(state: GridState, command: Command): void {
  const { selection, bounds, events } = state;
  const range = rangeOf(selection.value);
  switch (command.does) {
    case 'move': { move(state, command); break; }
    case 'corner': { corner(state, command); break; }
    case 'page': { page(state, command); break; }
    case 'step': { step(state, command); break; }
    case 'all': { state.choose(everything(selection.value, bounds.value)); break; }
    case 'rows': {
      state.choose(wholeRows(selection.value, range.top, range.bottom, bounds.value));
      break;
    }
    case 'columns': {
      state.choose(wholeColumns(selection.value, range.left, range.right, bounds.value));
      break;
    }
    case 'edit': { edit(state); break; }
    case 'clear': { clear(state); break; }
    case 'fill': { fill(state, command.way); break; }
    case 'today': { putToday(state); break; }
    case 'undo': { events.undo(); break; }
    case 'redo': { events.redo(); break; }
    case 'open': { events.open(selection.value.active.row); break; }
    case 'menu': { events.menu(selection.value.active.column); break; }
    case 'leave': { events.leave(); break; }
    case 'escape': {
      state.choose(movedTo(selection.value.active, bounds.value));
      break;
    }
  }
}

export function readOnlyWord(): string {
  return say('这一格不能在表格里改，按 Ctrl+Enter 打开这一条',
    'This cell is not written in the grid; Ctrl+Enter opens the record');
}

// SPDX-License-Identifier: Apache-2.0
// The mouse on the cells: choosing a range, whole rows, drawing the fill handle; at an edge the
// grid scrolls on.
import { drawnTo, fillWrites } from './filling';
import type { GridState } from './grid_state';
import { columnAt } from './layout';
import { kRowHeight, kRowNumberWidth } from './limits';
import { extendedTo, rangeOf, selectionAt, wholeRows } from './selection';
import type { CellAt } from './types';

const kEdge = 24;
const kScrollStep = 24;
const kHandle = 10;

type Drag = 'range' | 'rows' | 'fill';

export class Pointing {
  private drag: Drag | undefined;
  private from: CellAt = { row: 0, column: 0 };
  private last: PointerEvent | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly state: GridState, private readonly headHeight: number) {}

  private at(event: PointerEvent | MouseEvent): CellAt & { inNames: boolean } {
    const scroller = this.state.scroller.value;
    const layout = this.state.layout.value;
    const box = scroller?.getBoundingClientRect();
    if (!scroller || !box) return { row: 0, column: 0, inNames: false };
    const x = event.clientX - box.left;
    const y = event.clientY - box.top - this.headHeight + scroller.scrollTop;
    const over = x < layout.frozenWidth ? x : x + scroller.scrollLeft;
    return {
      row: Math.max(0, Math.min(Math.floor(y / kRowHeight), this.state.bounds.value.rows - 1)),
      column: columnAt(layout, over),
      inNames: x < kRowNumberWidth,
    };
  }

  private onHandle(event: PointerEvent): boolean {
    const end = (event.target as Element).closest('.grid-cell.end');
    const box = end?.getBoundingClientRect();
    return box !== undefined && event.clientX > box.right - kHandle &&
      event.clientY > box.bottom - kHandle;
  }

  down(event: PointerEvent): void {
    const target = event.target as Element;
    if (event.button !== 0 || !target.closest('.grid-body') || target.closest('.editing')) return;
    // A finger scrolls; its tap chooses, by the click that follows.
    if (event.pointerType === 'touch') return;
    event.preventDefault();
    this.state.input.finish();
    const cell = this.at(event);
    this.from = cell;
    this.drag = this.onHandle(event) ? 'fill' : cell.inNames ? 'rows' : 'range';
    if (this.drag === 'range') this.choose(cell, event.shiftKey);
    else if (this.drag === 'rows') {
      if (event.shiftKey) this.from = this.state.selection.value.anchor;
      this.rows(cell.row);
    }
    this.state.input.field.focus({ preventScroll: true });
    this.timer = setInterval(() => { this.scrollOn(); }, 40);
    window.addEventListener('pointermove', this.moved);
    window.addEventListener('pointerup', this.up);
    window.addEventListener('pointercancel', this.up);
  }

  tap(event: MouseEvent): void {
    if (!(event.target as Element).closest('.grid-body') || this.state.input.isEditing) return;
    if ((event as PointerEvent).pointerType !== 'touch') return;
    const cell = this.at(event);
    this.state.choose(selectionAt(cell.row, cell.column));
    this.state.input.field.focus({ preventScroll: true });
  }

  private choose(cell: CellAt, extend: boolean): void {
    const { selection, bounds } = this.state;
    const { row, column } = cell;
    const next = extend ? extendedTo(selection.value, { row, column }, bounds.value)
      : selectionAt(row, column);
    this.state.choose(next, cell);
  }

  private rows(to: number): void {
    const { selection, bounds } = this.state;
    this.state.choose(wholeRows(selection.value, this.from.row, to, bounds.value));
  }

  private readonly moved = (event: PointerEvent): void => {
    this.last = event;
    const cell = this.at(event);
    const { selection, filling, bounds } = this.state;
    if (this.drag === 'range') {
      const { row, column } = cell;
      this.state.choose(extendedTo(selection.value, { row, column }, bounds.value));
    } else if (this.drag === 'rows') this.rows(cell.row);
    else filling.value = drawnTo(rangeOf(selection.value), cell);
  };

  private readonly up = (event: PointerEvent): void => {
    const { state } = this;
    const over = state.filling.value;
    this.stop();
    if (!over) return;
    const range = rangeOf(state.selection.value);
    // Held with Ctrl it copies, as in a spreadsheet.
    const writes = fillWrites(state, range, over, !event.ctrlKey);
    if (writes.length > 0) state.events.write(writes);
    state.choose({
      active: state.selection.value.active,
      anchor: { row: over.top, column: over.left },
      focus: { row: over.bottom, column: over.right },
    });
  };

  private scrollOn(): void {
    const scroller = this.state.scroller.value;
    const event = this.last;
    const box = scroller?.getBoundingClientRect();
    if (!scroller || !event || !box) return;
    const down = event.clientY > box.bottom - kEdge ? 1
      : event.clientY < box.top + this.headHeight ? -1 : 0;
    const right = event.clientX > box.right - kEdge ? 1 : event.clientX < box.left + kEdge ? -1 : 0;
    if (down === 0 && right === 0) return;
    scroller.scrollBy(right * kScrollStep, down * kScrollStep);
    this.moved(event);
  }

  stop(): void {
    clearInterval(this.timer);
    this.drag = undefined;
    this.last = undefined;
    this.state.filling.value = undefined;
    window.removeEventListener('pointermove', this.moved);
    window.removeEventListener('pointerup', this.up);
    window.removeEventListener('pointercancel', this.up);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Puts rows and cells into the page. Elements are used again: a row that leaves at one end comes in
// at the other, and of a cell only what differs is written.
import { kRowHeight, kRowNumberWidth } from './limits';
import type { Layout, Placed, Span } from './layout';
import type { CellAt, CellRange, GridSource } from './types';

export interface Frame {
  layout: Layout;
  rows: Span;
  columns: Span;
  /** Its row and column are painted wherever they are: the focus is in it. */
  active: CellAt | undefined;
  range: CellRange | undefined;
  /** What a drag of the fill handle would write. */
  filling: CellRange | undefined;
}

interface CellParts {
  element: HTMLDivElement;
  text: Text;
  shown: string;
  classes: string;
  column: number;
}

interface RowParts {
  element: HTMLDivElement;
  frozen: HTMLDivElement;
  name: HTMLDivElement;
  nameText: Text;
  cells: Map<number, CellParts>;
  row: number;
  classes: string;
  layout: Layout | undefined;
  /** Holds what another row was. */
  isStale: boolean;
}

const kHeadRows = 2;

function division(className: string, role: string): HTMLDivElement {
  const element = document.createElement('div');
  element.className = className;
  element.setAttribute('role', role);
  return element;
}

export class RowPainter {
  private readonly rows = new Map<number, RowParts>();
  private spare: RowParts[] = [];
  private frame: Frame | undefined;

  constructor(
    private readonly body: HTMLElement,
    private readonly source: GridSource,
    private readonly id: string,
  ) {}

  /** The element of a painted cell. */
  cell(row: number, column: number): HTMLElement | undefined {
    return this.rows.get(row)?.cells.get(column)?.element;
  }

  paint(frame: Frame): void {
    const last = this.frame;
    // Who only scrolls gets what has come into sight; all else stands as it is.
    const onlyScrolled = last !== undefined && last.layout === frame.layout &&
      last.active === frame.active && last.range === frame.range &&
      last.filling === frame.filling;
    this.frame = frame;
    this.paintRows(frame, onlyScrolled);
  }

  /** Anew what may have changed, in the frame of the last time. */
  repaint(): void {
    if (this.frame) this.paintRows(this.frame, false);
  }

  private paintRows(frame: Frame, onlyNew: boolean): void {
    const wanted = this.wantedRows(frame);
    for (const [row, parts] of this.rows) {
      if (wanted.has(row)) continue;
      this.rows.delete(row);
      this.spare.push(parts);
    }
    for (const row of wanted) this.paintRow(row, frame, onlyNew);
    for (const parts of this.spare) parts.element.remove();
    this.spare = [];
  }

  private wantedRows(frame: Frame): Set<number> {
    const wanted = new Set<number>();
    for (let row = frame.rows.first; row < frame.rows.end; row += 1) wanted.add(row);
    if (frame.active && frame.active.row < this.source.rowCount()) wanted.add(frame.active.row);
    return wanted;
  }

  private paintRow(row: number, frame: Frame, onlyNew: boolean): void {
    const parts = this.rows.get(row) ?? this.takeRow(row);
    const isNew = parts.isStale || !onlyNew || parts.layout !== frame.layout;
    if (isNew) this.paintHead(parts, frame);
    parts.isStale = false;
    const shown = this.shownColumns(frame);
    for (const [column, cell] of parts.cells) {
      if (shown.has(column)) continue;
      cell.element.remove();
      parts.cells.delete(column);
    }
    for (const placed of shown.values()) {
      if (isNew || !parts.cells.has(placed.index)) this.paintCell(parts, placed, frame);
    }
  }

  private paintHead(parts: RowParts, frame: Frame): void {
    const { row } = parts;
    const isLoaded = this.source.isLoaded(row);
    const inRange = frame.range && row >= frame.range.top && row <= frame.range.bottom;
    const classes = `grid-row ${this.source.rowMarks(row)}${isLoaded ? '' : ' unread'}${
      inRange ? ' chosen' : ''}${frame.active?.row === row ? ' active' : ''}`;
    if (parts.classes !== classes) parts.element.className = parts.classes = classes;
    const name = this.source.rowName(row);
    if (parts.nameText.nodeValue !== name) parts.nameText.nodeValue = name;
    if (parts.layout !== frame.layout) this.lay(parts, frame.layout);
  }

  private columnsOf: { frame: Frame; shown: Map<number, Placed> } | undefined;

  private shownColumns(frame: Frame): Map<number, Placed> {
    if (this.columnsOf?.frame === frame) return this.columnsOf.shown;
    const shown = new Map<number, Placed>();
    const add = (index: number) => {
      const placed = frame.layout.placed[index];
      if (placed) shown.set(index, placed);
    };
    for (let index = 0; index < frame.layout.frozenCount; index += 1) add(index);
    for (let index = frame.columns.first; index < frame.columns.end; index += 1) add(index);
    if (frame.active) add(frame.active.column);
    this.columnsOf = { frame, shown };
    return shown;
  }

  private takeRow(row: number): RowParts {
    const parts = this.spare.pop() ?? this.newRow();
    parts.row = row;
    parts.isStale = true;
    parts.element.style.transform = `translateY(${row * kRowHeight}px)`;
    parts.element.setAttribute('aria-rowindex', String(row + 1 + kHeadRows));
    for (const cell of parts.cells.values()) cell.element.id = this.cellId(row, cell.column);
    this.rows.set(row, parts);
    return parts;
  }

  private newRow(): RowParts {
    const element = division('grid-row', 'row');
    const frozen = division('grid-frozen', 'none');
    const name = division('grid-name', 'rowheader');
    name.style.width = `${kRowNumberWidth}px`;
    name.setAttribute('aria-colindex', '1');
    const nameText = document.createTextNode('');
    name.append(nameText);
    frozen.append(name);
    element.append(frozen);
    this.body.append(element);
    return {
      element, frozen, name, nameText, cells: new Map(), row: -1, classes: '', layout: undefined,
      isStale: true,
    };
  }

  // Places of columns have changed: cells are made anew, which is seldom.
  private lay(parts: RowParts, layout: Layout): void {
    for (const cell of parts.cells.values()) cell.element.remove();
    parts.cells.clear();
    parts.element.style.width = `${layout.width}px`;
    parts.frozen.style.width = `${layout.frozenWidth}px`;
    parts.layout = layout;
  }

  private cellId(row: number, column: number): string {
    return `${this.id}-${row}-${column}`;
  }

  private newCell(parts: RowParts, placed: Placed): CellParts {
    const element = division('', 'gridcell');
    element.style.left = `${placed.left}px`;
    element.style.width = `${placed.width}px`;
    element.id = this.cellId(parts.row, placed.index);
    element.setAttribute('aria-colindex', String(placed.index + 2));
    const text = document.createTextNode('');
    element.append(text);
    (placed.frozen ? parts.frozen : parts.element).append(element);
    const cell = { element, text, shown: '', classes: '', column: placed.index };
    parts.cells.set(placed.index, cell);
    return cell;
  }

  private paintCell(parts: RowParts, placed: Placed, frame: Frame): void {
    const cell = parts.cells.get(placed.index) ?? this.newCell(parts, placed);
    const look = this.source.look(parts.row, placed.column.key);
    if (cell.shown !== look.text) cell.text.nodeValue = cell.shown = look.text;
    const classes = this.classesOf(parts.row, placed, look.marks, frame);
    if (cell.classes === classes) return;
    cell.element.className = cell.classes = classes;
    cell.element.setAttribute('aria-selected', String(classes.includes(' in')));
    const isReadOnly = look.marks.includes('readonly');
    if (isReadOnly) cell.element.setAttribute('aria-readonly', 'true');
    else cell.element.removeAttribute('aria-readonly');
    if (look.marks.includes('failed')) cell.element.setAttribute('aria-invalid', 'true');
    else cell.element.removeAttribute('aria-invalid');
  }

  private classesOf(row: number, placed: Placed, marks: string, frame: Frame): string {
    let classes = placed.column.align === 'right' ? 'grid-cell right' : 'grid-cell';
    if (marks !== '') classes += ` ${marks}`;
    const column = placed.index;
    const { range, filling } = frame;
    if (range && row >= range.top && row <= range.bottom && column >= range.left &&
        column <= range.right) {
      classes += ' in';
      if (row === range.top) classes += ' top';
      if (row === range.bottom) classes += column === range.right ? ' bottom end' : ' bottom';
      if (column === range.left) classes += ' first';
      if (column === range.right) classes += ' last';
    }
    if (filling && row >= filling.top && row <= filling.bottom && column >= filling.left &&
        column <= filling.right) classes += ' filling';
    if (frame.active?.row === row && frame.active.column === column) classes += ' active';
    return classes;
  }
}

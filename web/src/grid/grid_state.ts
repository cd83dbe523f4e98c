// SPDX-License-Identifier: Apache-2.0
// What the parts of one grid share: the choice of cells, where columns are, and how to get there.
import type { ComputedRef, ShallowRef } from 'vue';
import type { CellInput } from './cell_input';
import type { Layout, Viewport } from './layout';
import type { Selection } from './selection';
import type { Bounds, CellAt, CellRange, CellWrite, GridSource } from './types';

/** What is told to who holds the data. */
export interface GridEvents {
  write: (changes: CellWrite[]) => void;
  undo: () => void;
  redo: () => void;
  /** The row as a page of its own. */
  open: (row: number) => void;
  /** The menu of a column, asked for by keyboard. */
  menu: (column: number) => void;
  /** Something that was asked for is not done, and why. */
  refused: (why: string) => void;
  /** Rows that were asked for are not read yet. */
  beyond: (row: number) => void;
  leave: () => void;
}

export interface GridState {
  source: GridSource;
  layout: ComputedRef<Layout>;
  bounds: ComputedRef<Bounds>;
  selection: ShallowRef<Selection>;
  filling: ShallowRef<CellRange | undefined>;
  scroller: ShallowRef<HTMLElement | undefined>;
  input: CellInput;
  events: GridEvents;
  /** Of the body, without the head. */
  viewport: () => Viewport;
  /** Chooses and brings into sight. */
  choose: (selection: Selection, seen?: CellAt) => void;
  keyOf: (column: number) => string;
}

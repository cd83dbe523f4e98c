// SPDX-License-Identifier: Apache-2.0
// What the grid shows and what it asks of who holds the data. It knows no ledger and no API.

export interface GridColumn {
  key: string;
  title: string;
  width: number;
  align: 'left' | 'right';
  /** How values go on when they are filled on: see series.ts. */
  series: 'number' | 'date' | 'text' | 'copy';
  /** A mark before the title: the values are masked. */
  locked?: boolean;
  required?: boolean;
}

/** One cell as it is painted. */
export interface CellLook {
  text: string;
  /** Classes of grid.css, blank between: readonly quiet failed waiting changed conflict missing */
  marks: string;
}

export interface GridSource {
  rowCount: () => number;
  isLoaded: (row: number) => boolean;
  /** What stands before the row. */
  rowName: (row: number) => string;
  /** Classes of the row: fresh removed. */
  rowMarks: (row: number) => string;
  look: (row: number, key: string) => CellLook;
  /** As one would type it: what is copied, and what an editor begins with. */
  text: (row: number, key: string) => string;
  canWrite: (row: number, key: string) => boolean;
}

export interface CellAt {
  row: number;
  column: number;
}

/** Both ends are inside. */
export interface CellRange {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export interface Bounds {
  rows: number;
  columns: number;
}

export interface CellWrite {
  row: number;
  key: string;
  text: string;
}

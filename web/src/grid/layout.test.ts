// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { columnLetters, columnsSeen, layoutOf, rowsSeen, scrolledTo } from './layout';
import type { GridColumn } from './types';

describe('places', () => {
  const column = (key: string): GridColumn =>
    ({ key, title: key, width: 100, align: 'left', series: 'text' });
  const layout = layoutOf(['a', 'b', 'c', 'd', 'e', 'f'].map(column), 1);

  it('tell which rows and columns are seen', () => {
    expect(rowsSeen(320, 320, 100_000)).toEqual({ first: 2, end: 28 });
    expect(rowsSeen(0, 320, 4)).toEqual({ first: 0, end: 4 });
    expect(layout.frozenWidth).toBe(152);
    expect(columnsSeen(layout, 150, 400)).toEqual({ first: 1, end: 6 });
  });

  it('bring a cell into sight, and no further', () => {
    const view = { top: 320, left: 0, height: 320, width: 400 };
    expect(scrolledTo(layout, view, 3, 1)).toEqual({ top: 96, left: 0 });
    expect(scrolledTo(layout, view, 25, 4)).toEqual({ top: 512, left: 152 });
    expect(scrolledTo(layout, { ...view, left: 152 }, 12, 0)).toEqual({ top: 320, left: 152 });
  });

  it('are named with letters', () => {
    expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });
});

// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { commandOf } from './keys';

const press = (key: string, more: Record<string, boolean> = {}) => commandOf({
  key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more,
});

describe('keys', () => {
  it('mean what they mean in a spreadsheet', () => {
    expect(press('ArrowDown', { shiftKey: true, ctrlKey: true }))
      .toEqual({ does: 'move', rows: 1, columns: 0, extend: true, toEdge: true });
    expect(press('Tab', { shiftKey: true })).toEqual({ does: 'step', way: 'right', back: true });
    expect(press('z', { ctrlKey: true })).toEqual({ does: 'undo' });
    expect(press('Z', { metaKey: true, shiftKey: true })).toEqual({ does: 'redo' });
    expect(press('End', { ctrlKey: true })).toMatchObject({ row: 'last', column: 'last' });
  });

  it('are typed where they mean nothing', () => {
    expect(press('a')).toBeUndefined();
    expect(press(' ')).toBeUndefined();
    expect(press('c', { ctrlKey: true })).toBeUndefined();
  });
});

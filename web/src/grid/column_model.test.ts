// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  arranged, frozenTo, hidden, moved, readKeeping, resized, unhidden, written,
} from './column_model';

describe('columns', () => {
  const from = { shown: ['a', 'b', 'c', 'd'], widths: {}, frozen: 2 };

  it('keep their order, without those that are gone', () => {
    expect(arranged(['a', 'b', 'c'], ['c', 'x', 'a'], ['b'])).toEqual(['b', 'c', 'a']);
    expect(arranged(['a', 'b'], [])).toEqual(['a', 'b']);
  });

  it('are moved, hidden, shown again, made wider within bounds', () => {
    expect(moved(from, 'd', 0).shown).toEqual(['d', 'a', 'b', 'c']);
    const less = hidden(from, 'b');
    expect([less.shown, less.frozen]).toEqual([['a', 'c', 'd'], 1]);
    const again = unhidden(less, 'b', ['a', 'b', 'c', 'd']);
    expect([again.shown, again.frozen]).toEqual([['a', 'b', 'c', 'd'], 1]);
    expect(resized(from, 'a', 5).widths.a).toBe(48);
    expect(frozenTo(from, 9).frozen).toBe(4);
    expect(hidden({ shown: ['a'], widths: {}, frozen: 0 }, 'a').shown).toEqual(['a']);
  });

  it('are read back from what was kept, whatever it is', () => {
    const wide = resized(from, 'a', 90);
    expect(readKeeping(written(wide, true), 2))
      .toEqual({ widths: { a: 90 }, frozen: 2, shown: from.shown });
    expect(readKeeping('no json', 2)).toEqual({ widths: {}, frozen: 2, shown: [] });
    expect(readKeeping(null, 1).frozen).toBe(1);
  });
});

// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { drawnTo } from './filling';

describe('the fill handle', () => {
  it('goes one way', () => {
    const range = { top: 2, bottom: 3, left: 1, right: 1 };
    expect(drawnTo(range, { row: 6, column: 2 })).toEqual({ ...range, bottom: 6 });
    expect(drawnTo(range, { row: 3, column: 4 })).toEqual({ ...range, right: 4 });
    expect(drawnTo(range, { row: 0, column: 1 })).toEqual({ ...range, top: 0 });
    expect(drawnTo(range, { row: 3, column: 1 })).toBeUndefined();
  });
});

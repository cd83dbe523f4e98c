// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { kShownSeconds, Revealed } from './revealed';

describe('what was revealed', () => {
  it('is shown for a bounded time, each for its own', () => {
    const held = new Revealed();
    held.show('phone', '13800000000', 0);
    held.show('card', '6222', 30_000);
    expect(held.all(1000).phone).toEqual({ value: '13800000000', seconds: kShownSeconds - 1 });
    expect(held.expire(kShownSeconds * 1000)).toBe(true);
    expect(Object.keys(held.all(kShownSeconds * 1000))).toEqual(['card']);
    expect(held.expire(kShownSeconds * 1000 + 30_000)).toBe(true);
    expect(held.isEmpty).toBe(true);
  });
  it('is hidden before that where somebody wants it', () => {
    const held = new Revealed();
    held.show('phone', '1', 0);
    held.show('card', '2', 0);
    held.hide('phone');
    expect(Object.keys(held.all(0))).toEqual(['card']);
    held.hide();
    expect(held.isEmpty).toBe(true);
  });
});

// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unknownProblem, unreachable } from '@/common/problem';
import { DraftKeeper, type DraftState } from './draft_keeper';

function keeperWith(save: () => Promise<unknown>) {
  const states: DraftState[] = [];
  return { keeper: new DraftKeeper(save, ({ state }) => { states.push(state); }), states };
}

describe('keeping a draft', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  it('saves once after a pause, not at every stroke', async () => {
    const save = vi.fn(() => Promise.resolve());
    const { keeper, states } = keeperWith(save);
    for (let stroke = 0; stroke < 5; stroke += 1) {
      keeper.changed();
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(save).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(save).toHaveBeenCalledTimes(1);
    expect(keeper.isKept).toBe(true);
    expect(states.at(-1)).toBe('clean');
  });

  it('does not wait for ever for a pause', async () => {
    const save = vi.fn(() => Promise.resolve());
    const { keeper } = keeperWith(save);
    for (let stroke = 0; stroke < 30; stroke += 1) {
      keeper.changed();
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(save.mock.calls.length).toBeGreaterThanOrEqual(2);
  });

  it('saves again what was typed while it was saving, one request at a time', async () => {
    let under = 0;
    let most = 0;
    const save = vi.fn(async () => {
      under += 1;
      most = Math.max(most, under);
      await new Promise((done) => { setTimeout(done, 2000); });
      under -= 1;
    });
    const { keeper } = keeperWith(save);
    keeper.changed();
    await vi.advanceTimersByTimeAsync(1000);
    keeper.changed();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(save).toHaveBeenCalledTimes(2);
    expect(most).toBe(1);
    expect(keeper.isKept).toBe(true);
  });

  it('tries again where the server was not reached', async () => {
    const save = vi.fn().mockRejectedValueOnce(unreachable()).mockResolvedValue(undefined);
    const { keeper, states } = keeperWith(save);
    keeper.changed();
    await vi.advanceTimersByTimeAsync(1000);
    expect(states.at(-1)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(3000);
    expect(save).toHaveBeenCalledTimes(2);
    expect(states.at(-1)).toBe('clean');
  });

  it('does not ask again what was refused, until something else is typed', async () => {
    const save = vi.fn().mockRejectedValueOnce(unknownProblem(422)).mockResolvedValue(undefined);
    const { keeper, states } = keeperWith(save);
    keeper.changed();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(save).toHaveBeenCalledTimes(1);
    expect(states.at(-1)).toBe('refused');
    keeper.changed();
    await vi.advanceTimersByTimeAsync(2000);
    expect(states.at(-1)).toBe('clean');
  });

  it('saves at once when told to, and tells where it could not', async () => {
    const save = vi.fn().mockResolvedValueOnce(undefined).mockRejectedValue(unreachable());
    const { keeper } = keeperWith(save);
    keeper.changed();
    await keeper.flush();
    expect(keeper.isKept).toBe(true);
    keeper.changed();
    await expect(keeper.flush()).rejects.toThrow();
    expect(keeper.isKept).toBe(false);
  });

  it('keeps nothing after the form is sent, so that no draft comes back', async () => {
    let end: () => void = () => undefined;
    const save = vi.fn(() => new Promise<void>((done) => { end = done; }));
    const { keeper } = keeperWith(save);
    keeper.changed();
    await vi.advanceTimersByTimeAsync(1000);
    keeper.changed();
    const stopped = keeper.stop();
    end();
    await stopped;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(save).toHaveBeenCalledTimes(1);
    keeper.resume();
    await vi.advanceTimersByTimeAsync(1000);
    expect(save).toHaveBeenCalledTimes(2);
  });
});

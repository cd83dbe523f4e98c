// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { UndoStack } from './undo_stack';

describe('undo', () => {
  it('keeps fifty steps and forgets what was undone once something else is done', () => {
    const stack = new UndoStack<number>();
    for (let step = 1; step <= 60; step += 1) stack.push(step);
    expect(stack.undo()).toBe(60);
    expect(stack.redo()).toBe(60);
    for (let step = 0; step < 49; step += 1) stack.undo();
    expect(stack.undo()).toBe(11);
    expect(stack.canUndo).toBe(false);
    expect(stack.undo()).toBeUndefined();
    stack.push(99);
    expect(stack.canRedo).toBe(false);
  });
});

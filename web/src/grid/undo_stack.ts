// SPDX-License-Identifier: Apache-2.0
// Steps that can be taken back and done again. A step is whatever the holder says it is; to take
// one back is a new write, never a rewriting of what was.
import { kUndoSteps } from './limits';

export class UndoStack<Step> {
  private done: Step[] = [];
  private undone: Step[] = [];

  constructor(private readonly stepsMax = kUndoSteps) {}

  get canUndo(): boolean {
    return this.done.length > 0;
  }
  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  push(step: Step): void {
    this.done.push(step);
    if (this.done.length > this.stepsMax) this.done.shift();
    this.undone = [];
  }

  /** The step to take back now; it can be done again. */
  undo(): Step | undefined {
    const step = this.done.pop();
    if (step !== undefined) this.undone.push(step);
    return step;
  }

  redo(): Step | undefined {
    const step = this.undone.pop();
    if (step !== undefined) this.done.push(step);
    return step;
  }

  clear(): void {
    this.done = [];
    this.undone = [];
  }
}

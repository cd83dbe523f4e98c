// SPDX-License-Identifier: Apache-2.0
// Notes at the foot of the page: undo rather than confirm.
import { shallowRef } from 'vue';
import { asProblem } from './problem';
import { say } from './language';

export interface Notice {
  id: number;
  text: string;
  tone: 'green' | 'red';
  action?: { word: string; act: () => unknown };
}

const kSeconds = 6;
// Long enough to read it, see that it was wrong, and reach the button.
const kUndoSeconds = 20;
const kNoticesMax = 3;

export const notices = shallowRef<readonly Notice[]>([]);
let lastId = 0;

export function dropNotice(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}

function add(notice: Omit<Notice, 'id'>, seconds: number): number {
  lastId += 1;
  const id = lastId;
  notices.value = [...notices.value, { ...notice, id }].slice(-kNoticesMax);
  setTimeout(() => { dropNotice(id); }, seconds * 1000);
  return id;
}

export function note(text: string): number {
  return add({ text, tone: 'green' }, kSeconds);
}

/** What was done, and the way back: 已作废 3 条 · 撤回. */
export function noteWithUndo(text: string, undo: () => unknown, word = say('撤回', 'Undo')): number {
  return add({ text, tone: 'green', action: { word, act: undo } }, kUndoSeconds);
}

/** For what has no place of its own on the page. */
export function noteProblem(thrown: unknown): number {
  return add({ text: asProblem(thrown).problem.detail, tone: 'red' }, kUndoSeconds);
}

// SPDX-License-Identifier: Apache-2.0
// Lists beside a cell that is being written: what is offered for what was typed so far.

export interface PickChoice {
  text: string;
  hint?: string;
  /** Other words by which it is found. */
  words?: readonly string[];
}

export type Picker =
  | { kind: 'list'; choices: readonly PickChoice[]; many: boolean }
  | { kind: 'day' };

const kOfferedMax = 60;
const kSeparators = /[、，,；;]/;

/** Of several, the one that is being typed. */
export function soughtOf(typed: string, many: boolean): string {
  return (many ? typed.split(kSeparators).at(-1) ?? '' : typed).trim();
}

function found(choice: PickChoice, sought: string): boolean {
  const lower = sought.toLowerCase();
  return [choice.text, ...(choice.words ?? [])].some((word) => word.toLowerCase().includes(lower));
}

/** Those that begin with what was typed stand first. */
export function offered(
  choices: readonly PickChoice[], sought: string, max = kOfferedMax,
): PickChoice[] {
  if (sought === '') return choices.slice(0, max);
  const fits = choices.filter((choice) => found(choice, sought));
  const begins = (choice: PickChoice) => Number(!choice.text.startsWith(sought));
  return fits.sort((a, b) => begins(a) - begins(b)).slice(0, max);
}

/** What stands in the field after a choice. Chosen again, one of several goes away. */
export function withPick(typed: string, text: string, many: boolean): string {
  if (!many) return text;
  const parts = typed.split(kSeparators).map((part) => part.trim());
  const sought = parts.pop() ?? '';
  const kept = [...parts, ...(sought === '' ? [] : [sought])].filter((part) => part !== '');
  if (kept.includes(text)) return kept.filter((part) => part !== text).join('、');
  return [...parts.filter((part) => part !== ''), text].join('、');
}

export function chosenIn(typed: string, many: boolean): string[] {
  return many ? typed.split(kSeparators).map((part) => part.trim()) : [typed.trim()];
}

// SPDX-License-Identifier: Apache-2.0
// Conditions of the columns, in the API's writing: `amount ge 500`. One column may have several.
import type { Field } from '@/common/ledgers';
import { choiceTitle } from '@/common/ledgers';
import { say } from '@/common/language';
import { isNumber } from './field_text';

export const kCompares = [
  'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in', 'contains', 'has', 'missing', 'present',
] as const;
export type Compare = (typeof kCompares)[number];

export interface Condition {
  compare: Compare;
  /** Of in: with commas. Of missing and present: empty. */
  value: string;
}

export type Conditions = Readonly<Record<string, readonly Condition[]>>;

export function written(conditions: Conditions): string[] {
  return Object.entries(conditions).flatMap(([key, all]) =>
    all.map(({ compare, value }) => `${key} ${compare}${value === '' ? '' : ` ${value}`}`));
}

export function readFilters(texts: readonly string[]): Conditions {
  const found: Record<string, Condition[]> = {};
  for (const text of texts) {
    const match = /^(\S+) (\S+)(?: ([\s\S]*))?$/.exec(text);
    const compare = kCompares.find((one) => one === match?.[2]);
    if (!match?.[1] || !compare) continue;
    (found[match[1]] ??= []).push({ compare, value: match[3] ?? '' });
  }
  return found;
}

export function withConditions(
  from: Conditions, key: string, conditions: readonly Condition[],
): Conditions {
  const others = Object.fromEntries(Object.entries(from).filter(([name]) => name !== key));
  return conditions.length === 0 ? others : { ...others, [key]: conditions };
}

export type FilterKind = 'choices' | 'places' | 'range' | 'truth' | 'text' | 'exact' | 'filled';

/** How a column can be filtered; personal fields are sealed and found by the whole value only. */
export function filterKind(field: Field | undefined): FilterKind {
  if (field === undefined) return 'text';
  if (field.personal) {
    return ['id_number', 'phone', 'person', 'text'].includes(field.type) ? 'exact' : 'filled';
  }
  if (isNumber(field) || field.type === 'date' || field.type === 'datetime') return 'range';
  switch (field.type) {
    case 'choice':
    case 'multi_choice': return 'choices';
    case 'area':
    case 'unit': return 'places';
    case 'boolean': return 'truth';
    case 'attachment':
    case 'reference':
    case 'point': return 'filled';
    default: return 'text';
  }
}

function emptyWord(kind: FilterKind, field: Field | undefined): string {
  switch (kind) {
    case 'text': return say('含', 'contains');
    case 'exact': return '=';
    case 'range': return field && isNumber(field) ? '=' : say('全部', 'all');
    default: return say('全部', 'all');
  }
}

function several(words: readonly string[]): string {
  const [first = ''] = words;
  return words.length < 2 ? first
    : say(`${first} 等${words.length}项`, `${first} and ${words.length - 1} more`);
}

function rangeWord(conditions: readonly Condition[]): string {
  const value = (compare: Compare) => conditions.find((one) => one.compare === compare)?.value;
  const from = value('ge');
  const to = value('le');
  if (from !== undefined && from === to) return from;
  if (from !== undefined && to !== undefined) {
    // A whole month is written as one.
    const month = from.slice(0, 7);
    const isMonth = /^\d{4}-\d{2}-01$/.test(from) && to.startsWith(month) &&
      Number(to.slice(8)) > 27;
    return isMonth ? month : `${from} – ${to}`;
  }
  return from !== undefined ? `≥ ${from}` : `≤ ${to ?? ''}`;
}

/** In words, for the row of filters. `nameOf` tells names of areas and units by their code. */
export function filterWord(
  field: Field | undefined, conditions: readonly Condition[] | undefined,
  nameOf: (code: string) => string = (code) => code,
): { word: string; on: boolean } {
  const kind = filterKind(field);
  const first = conditions?.[0];
  if (!conditions || !first) return { word: emptyWord(kind, field), on: false };
  const on = (word: string) => ({ word, on: true });
  if (first.compare === 'missing') return on(say('空着的', 'empty'));
  if (first.compare === 'present') return on(say('填了的', 'filled'));
  if (kind === 'range' && ['ge', 'le'].includes(first.compare)) return on(rangeWord(conditions));
  const values = first.compare === 'in' ? first.value.split(',') : [first.value];
  if (kind === 'choices' && field) {
    return on(several(values.map((code) => choiceTitle(field, code))));
  }
  if (kind === 'places') return on(several(values.map(nameOf)));
  if (first.compare === 'ne') return on(`≠ ${first.value}`);
  return on(first.value);
}

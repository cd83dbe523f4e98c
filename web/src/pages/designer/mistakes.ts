// SPDX-License-Identifier: Apache-2.0
// What the server finds wrong, at the line of the YAML and at the field that stands there.
import { ApiProblem } from '@/common/api';
import type { TreeMap } from './tree';
import { listAt, textAt } from './tree';
import { type LinePart, type Mistake, partAt } from './yaml_read';

/** Empty where the problem is of another kind: not reached, no permission, stale. */
export function mistakesOf(thrown: unknown): Mistake[] {
  if (!(thrown instanceof ApiProblem) || ![400, 409, 422].includes(thrown.status)) return [];
  const errors = thrown.problem.errors ?? [];
  if (errors.length === 0) return [{ line: 0, what: thrown.problem.detail, how: '' }];
  return errors.map((one) => ({
    line: one.row ?? 0, what: one.message_zh, how: one.expected_zh ?? '',
  }));
}

export interface FieldMistake extends Mistake {
  /** Of the field: '' where the mistake is not of a field. */
  field: string;
  /** 'check', 'min' …: the setting it is about; '' of the whole. */
  key: string;
}

export function placed(
  mistakes: readonly Mistake[], parts: readonly LinePart[], tree: TreeMap | undefined,
): FieldMistake[] {
  return mistakes.map((one) => {
    const path = one.line > 0 ? partAt(parts, one.line)?.path ?? [] : [];
    if (path[0] !== 'fields') return { ...one, field: '', key: String(path[0] ?? '') };
    const field = listAt(tree, 'fields')[Number(path[1] ?? -1)];
    // The first line of a field is its name; what is told there is of the whole field.
    const key = String(path[2] ?? '');
    return { ...one, field: textAt(field, 'name'), key: key === 'name' ? '' : key };
  });
}

export function wordsOfMistake(one: Mistake): string {
  return one.how === '' ? one.what : `${one.what} · ${one.how}`;
}

export function inField(mistakes: readonly FieldMistake[], field: string): FieldMistake[] {
  return mistakes.filter((one) => one.field === field);
}

/** What is wrong with one setting of a field; '' where nothing is. */
export function atKey(mistakes: readonly FieldMistake[], key: string): string {
  return mistakes.filter((one) => one.key === key).map(wordsOfMistake).join('；');
}

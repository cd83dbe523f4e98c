// SPDX-License-Identifier: Apache-2.0
// Two people changed one record. What each changed is told apart field by field; where only one
// did, his stands, and where both did, somebody chooses.
import type { Schemas } from '@/common/api';
import type { Field } from '@/common/ledgers';
import { type FormValue, type FormValues, sameValue, toForm, writable } from '@/forms/form_values';

export type LedgerRecord = Schemas['Record'];
export type Side = 'mine' | 'theirs';

export interface Difference {
  field: Field;
  /** As they are now, in the shape of the API. */
  theirs: unknown;
  before: unknown;
  /** As it will be sent; undefined where I did not change it. */
  mine: FormValue | undefined;
  isTheirs: boolean;
  isMine: boolean;
}

export type Choices = Record<string, Side>;

/** The tag that If-Match wants of a record. */
export function tagOf(record: LedgerRecord): string {
  return `"${record.revision}"`;
}

/**
 * `seen` is what my form began with, `now` what the record has become, `mine` what I would send.
 * Only fields that one of us changed, and not both to the same.
 */
export function differences(
  fields: readonly Field[], seen: LedgerRecord, now: LedgerRecord, mine: FormValues,
): Difference[] {
  return writable(fields).map((field): Difference => {
    const before = seen.fields[field.name];
    const theirs = now.fields[field.name];
    // Of what is masked the masks are compared: more is not to be seen.
    const isTheirs = !sameValue(toForm(field, before), toForm(field, theirs));
    const isMine = field.name in mine;
    return { field, before, theirs, mine: mine[field.name], isTheirs, isMine };
  }).filter((one) => (one.isTheirs || one.isMine) && !isSame(one, now));
}

function isSame(one: Difference, now: LedgerRecord): boolean {
  return one.isMine && !now.masked.includes(one.field.name) &&
    sameValue(one.mine, toForm(one.field, one.theirs));
}

export function isOpen(one: Difference): boolean {
  return one.isMine && one.isTheirs;
}

/** Whether nobody has to choose: what they changed is nothing of mine (or a file only). */
export function isHarmless(found: readonly Difference[]): boolean {
  return !found.some((one) => one.isTheirs);
}

export function firstChoices(found: readonly Difference[]): Choices {
  const choices: Choices = {};
  for (const one of found) {
    if (!isOpen(one)) choices[one.field.name] = one.isMine ? 'mine' : 'theirs';
  }
  return choices;
}

export function unchosen(found: readonly Difference[], choices: Choices): Difference[] {
  return found.filter((one) => choices[one.field.name] === undefined);
}

/** What is to be sent over what the record has become. */
export function merged(found: readonly Difference[], choices: Choices): FormValues {
  const fields: FormValues = {};
  for (const one of found) {
    const { name } = one.field;
    if (choices[name] === 'mine' && one.mine !== undefined) fields[name] = one.mine;
  }
  return fields;
}

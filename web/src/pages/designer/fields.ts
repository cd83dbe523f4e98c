// SPDX-License-Identifier: Apache-2.0
// The fields of a ledger's definition: added, moved, retired, compared with those in force.
import type { Field } from '@/common/ledgers';
import { has, isPersonal, isTrue } from './field_rules';
import {
  isMap, listAt, mapAt, sameTree, textAt, type Tree, type TreeMap, wordsOf,
} from './tree';

export function fieldsOf(ledger: TreeMap | null | undefined): TreeMap[] {
  return listAt(ledger ?? undefined, 'fields').filter(isMap);
}

export function fieldCalled(ledger: TreeMap | null | undefined, name: string): TreeMap | undefined {
  return fieldsOf(ledger).find((field) => textAt(field, 'name') === name);
}

export function titleOf(map: TreeMap): string {
  return wordsOf(map.title).zh || textAt(map, 'name');
}

function withFields(ledger: TreeMap, fields: Tree[]): TreeMap {
  return { ...ledger, fields };
}

export function withField(ledger: TreeMap, index: number, field: TreeMap): TreeMap {
  return withFields(ledger, listAt(ledger, 'fields').map((one, at) => at === index ? field : one));
}

/** A code that no field and no common column has. */
export function freeName(ledger: TreeMap): string {
  const taken = new Set(fieldsOf(ledger).map((field) => textAt(field, 'name')));
  for (let number = 1; ; number += 1) {
    if (!taken.has(`field_${number}`)) return `field_${number}`;
  }
}

/** Behind the chosen one, or last. */
export function addField(ledger: TreeMap, behind: number, title: string): [TreeMap, number] {
  const fields = listAt(ledger, 'fields');
  const at = behind < 0 || behind >= fields.length ? fields.length : behind + 1;
  const field: TreeMap = { name: freeName(ledger), title, type: 'text' };
  return [withFields(ledger, [...fields.slice(0, at), field, ...fields.slice(at)]), at];
}

export function moveField(ledger: TreeMap, from: number, to: number): TreeMap {
  const fields = [...listAt(ledger, 'fields')];
  const moved = fields[from];
  if (moved === undefined || to < 0 || to >= fields.length) return ledger;
  fields.splice(from, 1);
  fields.splice(to, 0, moved);
  return withFields(ledger, fields);
}

export function dropField(ledger: TreeMap, index: number): TreeMap {
  return withFields(ledger, listAt(ledger, 'fields').filter((_, at) => at !== index));
}

export type Difference = 'added' | 'changed' | 'retired' | 'restored' | 'moved';

// Places of those in force, among themselves: what stands in between as new moves nothing.
function places(ledger: TreeMap | null, among: ReadonlySet<string>): Map<string, number> {
  const names = fieldsOf(ledger).map((field) => textAt(field, 'name'))
    .filter((name) => among.has(name));
  return new Map(names.map((name, index) => [name, index]));
}

/** What is other than in force, by the name of the field. */
export function differences(base: TreeMap | null, now: TreeMap): Map<string, Difference> {
  const found = new Map<string, Difference>();
  const known = new Map(fieldsOf(base).map((field) => [textAt(field, 'name'), field]));
  const both = new Set(fieldsOf(now).map((field) => textAt(field, 'name'))
    .filter((name) => known.has(name)));
  const [before, after] = [places(base, both), places(now, both)];
  for (const field of fieldsOf(now)) {
    const name = textAt(field, 'name');
    const was = known.get(name);
    if (!was) found.set(name, 'added');
    else if (isTrue(was, 'retired') !== isTrue(field, 'retired')) {
      found.set(name, isTrue(field, 'retired') ? 'retired' : 'restored');
    } else if (!sameTree(was, field)) found.set(name, 'changed');
    else if (before.get(name) !== after.get(name)) found.set(name, 'moved');
  }
  return found;
}

/** Keys of the definition itself, not of its fields, that are other than in force. */
export function changedKeys(base: TreeMap | null, now: TreeMap): string[] {
  const keys = [...new Set([...Object.keys(base ?? {}), ...Object.keys(now)])];
  return keys.filter((key) => key !== 'fields' && !sameTree(base?.[key], now[key]));
}

/** Fields that stood in force and are not there any more: the server refuses it. */
export function missingFields(base: TreeMap | null, now: TreeMap): string[] {
  const names = new Set(fieldsOf(now).map((field) => textAt(field, 'name')));
  return fieldsOf(base).map((field) => textAt(field, 'name')).filter((name) => !names.has(name));
}

/** As the forms of the office take a field: for showing how it will look. */
export function toFormField(field: TreeMap): Field {
  const type = textAt(field, 'type');
  const choices = has(type, 'choices')
    ? Object.entries(mapAt(field, 'choices')).map(([code, title]) =>
      ({ code, title: wordsOf(title).zh || code })) : [];
  const role = textAt(field, 'role');
  return {
    name: textAt(field, 'name'), title: titleOf(field), type, choices, expected: '',
    help: wordsOf(field.help).zh, personal: isPersonal(field),
    required: isTrue(field, 'required') || role === 'happened_on' || role === 'status',
    retired: isTrue(field, 'retired'), unique: isTrue(field, 'unique'),
  };
}

/** Fields that name this one in an expression, or the key that does. */
export function namedBy(ledger: TreeMap, name: string): string[] {
  const word = new RegExp(`\\b${name}\\b`);
  const bare = (text: string) => text.replace(/'[^']*'/g, '');
  return fieldsOf(ledger).filter((field) => textAt(field, 'name') !== name && (
    word.test(bare(textAt(field, 'visible_if'))) ||
    word.test(bare(textAt(mapAt(field, 'check'), 'rule'))))).map(titleOf);
}

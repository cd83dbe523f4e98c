// SPDX-License-Identifier: Apache-2.0
// What a record is called, and how its fields are told apart for reading.
import type { Schemas } from '@/common/api';
import type { Field } from '@/common/ledgers';
import { isEmpty, toForm } from '@/forms/form_values';
import { valueText } from '@/forms/value_text';

type LedgerRecord = Schemas['Record'];

const kNames = ['text', 'address', 'person'];

function isGiven(field: Field, record: LedgerRecord): boolean {
  return !isEmpty(toForm(field, record.fields[field.name]));
}

/** By what people know it: a place or a name, before what is a number only. */
export function headline(fields: readonly Field[], record: LedgerRecord): string {
  const named = fields.filter((field) => kNames.includes(field.type) && isGiven(field, record));
  const best = named.find((field) => field.required && !field.unique) ??
    named.find((field) => field.required) ?? named.find((field) => !field.personal) ?? named[0];
  return best ? valueText(best, record.fields[best.name]) : '';
}

export interface Parts {
  open: Field[];
  personal: Field[];
  hidden: Field[];
}

/** Personal fields stand apart: each look at one is kept. Files have a place of their own. */
export function partsOf(fields: readonly Field[], record: LedgerRecord): Parts {
  const shown = fields.filter((field) => field.type !== 'attachment');
  const isHidden = (field: Field) => record.hidden.includes(field.name);
  return {
    open: shown.filter((field) => !field.personal && !isHidden(field)),
    personal: shown.filter((field) => field.personal && !isHidden(field)),
    hidden: fields.filter(isHidden),
  };
}

/** Names of what is looked up, by how a form writes it. */
export function knownNames(fields: readonly Field[], record: LedgerRecord): Record<string, string> {
  const known: Record<string, string> = {};
  for (const field of fields) {
    const value = record.fields[field.name] as { id?: string; name?: string } | null | undefined;
    if (value && typeof value === 'object' && value.id && value.name) {
      known[`#${value.id}`] = value.name;
    }
  }
  return known;
}

export function masksOf(record: LedgerRecord): Record<string, string> {
  return Object.fromEntries(record.masked.map((name) => [name, String(record.fields[name] ?? '')]));
}

// SPDX-License-Identifier: Apache-2.0
// What stands in a form, between what the API gives and what it takes. Numbers stay text, as they
// are typed: the server reads 6.13万元 and 1,234; a floating point number is never made of them.
import { officeTime } from '@/common/dates';
import type { Field } from '@/common/ledgers';

/** Text; codes of several choices; yes or no; null where nothing is given. */
export type FormValue = string | string[] | boolean | null;
export type FormValues = Record<string, FormValue>;

export const kLookedUp: readonly string[] = ['area', 'unit', 'reference'];

interface Named {
  id: string;
  name?: string;
}

function isNamed(value: unknown): value is Named {
  return typeof value === 'object' && value !== null && 'id' in value;
}

/** What is looked up is written as #id, which no change of names can make mean another. */
export function toForm(field: Field, value: unknown): FormValue {
  if (value === null || value === undefined) return null;
  if (isNamed(value)) return `#${value.id}`;
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'boolean') return value;
  if (field.type === 'datetime' && typeof value === 'string') {
    const { day, time } = officeTime(value);
    return `${day}T${time}`;
  }
  return String(value);
}

/** For the API: 2020-01-31T08:30 of the browser's input is written as an office does. */
export function toApi(field: Field, value: FormValue): FormValue {
  if (value === null || isEmpty(value)) return null;
  if (typeof value !== 'string') return value;
  return field.type === 'datetime' ? value.replace('T', ' ') : value;
}

export function isEmpty(value: FormValue | undefined): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

export function sameValue(one: FormValue | undefined, other: FormValue | undefined): boolean {
  if (isEmpty(one) || isEmpty(other)) return isEmpty(one) && isEmpty(other);
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((code) => other.includes(code));
  }
  return one === other;
}

/** Those that a form writes; files are sent by themselves, what is masked only once it is typed. */
export function writable(fields: readonly Field[]): Field[] {
  return fields.filter((field) => !field.retired && field.type !== 'attachment');
}

/** A record's values for a form. Masked ones are left out: the mask is not the value. */
export function formOf(
  fields: readonly Field[], values: Record<string, unknown>, masked: readonly string[] = [],
): FormValues {
  const form: FormValues = {};
  for (const field of writable(fields)) {
    if (!masked.includes(field.name)) form[field.name] = toForm(field, values[field.name]);
  }
  return form;
}

/**
 * What differs from `base`. A field that `base` does not have is masked: empty text means that it
 * is not typed yet, null that it is to be emptied.
 */
export function changes(
  fields: readonly Field[], base: FormValues, form: FormValues,
): FormValues {
  const found: FormValues = {};
  for (const field of writable(fields)) {
    const value = form[field.name];
    if (value === undefined) continue;
    const isSame = field.name in base ? sameValue(base[field.name], value)
      : value !== null && isEmpty(value);
    if (isSame) continue;
    found[field.name] = toApi(field, value);
  }
  return found;
}

/** For a new record: what is given. */
export function given(fields: readonly Field[], form: FormValues): FormValues {
  const found: FormValues = {};
  for (const field of writable(fields)) {
    const value = form[field.name];
    if (!isEmpty(value)) found[field.name] = toApi(field, value ?? null);
  }
  return found;
}

/** What a draft holds, for the form: of fields that there still are, in the shape they have. */
export function ofDraft(fields: readonly Field[], draft: Record<string, unknown>): FormValues {
  const form: FormValues = {};
  for (const field of writable(fields)) {
    const value = draft[field.name];
    if (value === undefined) continue;
    if (value === null || typeof value === 'boolean') form[field.name] = value;
    else if (Array.isArray(value)) form[field.name] = value.map(String);
    else form[field.name] = String(value);
  }
  return form;
}

/** For a copy: nothing that is masked, that may be there once only, or that is a file. */
export function copyOf(
  fields: readonly Field[], values: Record<string, unknown>, masked: readonly string[],
): FormValues {
  return formOf(fields.filter((field) => !field.unique), values, masked);
}

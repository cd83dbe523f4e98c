// SPDX-License-Identifier: Apache-2.0
// Between an item of the outbox and its form.
import type { Mistake, Problem } from '@/common/api_types';
import type { Field } from '@/common/ledgers';
import { type AreaTree } from '@/common/areas';
import {
  changes, formOf, type FormValues, given, ofDraft, toApi,
} from '@/forms/form_values';
import type { Item, Seen, Values } from '../../offline/outbox';

/** The form as the record has it: what the item's changes are told from. */
export function baseOf(fields: readonly Field[], seen: Seen | null): FormValues {
  return seen ? formOf(fields, seen.fields, seen.masked) : {};
}

export function formOfItem(fields: readonly Field[], item: Item): FormValues {
  const typed = ofDraft(fields, { ...item.attempt?.fields, ...item.fields });
  for (const field of fields) {
    const value = typed[field.name];
    // The browser's input writes 2020-01-31T08:30 where an office writes a space.
    if (field.type === 'datetime' && typeof value === 'string') {
      typed[field.name] = value.replace(' ', 'T');
    }
  }
  return { ...baseOf(fields, item.seen), ...typed };
}

/** What the server is to be told by this form. */
export function fieldsOfForm(fields: readonly Field[], item: Item, form: FormValues): Values {
  if (item.seen === null) return given(fields, form);
  const told: Values = changes(fields, baseOf(fields, item.seen), form);
  // What was sent and not answered may stand there by now: it is said again, also where the form
  // is back at what it was before.
  for (const field of fields) {
    if (item.attempt && field.name in item.attempt.fields && !(field.name in told)) {
      told[field.name] = toApi(field, form[field.name] ?? null);
    }
  }
  return told;
}

function fieldOf(mistake: Mistake): string {
  return (mistake.pointer ?? '').split('/').filter((part) => part && part !== 'fields')[0] ?? '';
}

/** By the name of the field, as they stand beside it. */
export function mistakesOf(problem: Problem | null): Record<string, string> {
  const found: Record<string, string> = {};
  for (const one of problem?.errors ?? []) {
    const field = fieldOf(one);
    if (field === '') continue;
    found[field] = one.expected_zh ? `${one.message_zh} · ${one.expected_zh}` : one.message_zh;
  }
  return found;
}

/** The masks of what is there and not shown. */
export function masksOf(seen: Seen | null): Record<string, string> {
  return Object.fromEntries((seen?.masked ?? [])
    .map((name) => [name, String(seen?.fields[name] ?? '')]));
}

/** What a new form begins with: today, and the worker's own cell where he has one only. */
export function beginnings(
  fields: readonly Field[], held: readonly (string | null)[], tree: AreaTree, today: string,
): FormValues {
  const form: FormValues = {};
  const first = fields.find((field) => field.type === 'date' && field.required);
  if (first) form[first.name] = today;
  const own = held.length === 1 && held[0] ? tree.get(held[0]) : undefined;
  const area = fields.find((field) => field.type === 'area');
  if (area && own) form[area.name] = `#${own.id}`;
  return form;
}

/** Names of what is looked up, by #id, as the record shows them. */
export function knownOf(fields: readonly Field[], seen: Seen | null): Record<string, string> {
  const known: Record<string, string> = {};
  for (const field of fields) {
    const value = seen?.fields[field.name];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    const { id, name } = value as { id?: string; name?: string };
    if (id && name) known[`#${id}`] = name;
  }
  return known;
}

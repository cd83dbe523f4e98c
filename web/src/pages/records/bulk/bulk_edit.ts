// SPDX-License-Identifier: Apache-2.0
// Many records changed alike: what they are to be, which they are, and what the server says it
// would do.
import { ask, type GoodOf, newKey, read, type Schemas } from '@/common/api';
import type { Field } from '@/common/ledgers';
import { say } from '@/common/language';
import { sentFor, type SentValue } from '@/pages/ledgers/field_text';
import type { ListQuestion } from '@/pages/ledgers/record_ports';

export type Preview = GoodOf<'post', '/api/v1/ledgers/{ledger}/bulk-edits/preview'>;
export type BulkEdit = Schemas['BulkEdit'];
export type Action = 'change' | 'remove' | 'restore';

/** One field and what it is to become; an empty text empties it. */
export interface Change {
  field: string;
  text: string;
}

export interface BulkRequest {
  action: Action;
  changes: readonly Change[];
  /** Those that were chosen; none: all that the question finds. */
  ids: readonly string[];
  question: ListQuestion;
}

const kUnchanged = new Set(['attachment']);

/** Fields that may be changed alike: a number that is somebody's own is none. */
export function changeable(fields: readonly Field[]): Field[] {
  return fields.filter((field) => !field.retired && !kUnchanged.has(field.type) &&
    !field.personal && !field.unique);
}

export function fieldsOf(
  fields: readonly Field[], changes: readonly Change[],
): Record<string, SentValue> {
  const sent: Record<string, SentValue> = {};
  for (const change of changes) {
    const field = fields.find((one) => one.name === change.field);
    if (field) sent[field.name] = sentFor(field, change.text);
  }
  return sent;
}

export function recordsOf(request: BulkRequest) {
  const { ids, question } = request;
  if (ids.length > 0) return { ids: [...ids] };
  return {
    ...(question.filters.length > 0 ? { filters: [...question.filters] } : {}),
    ...(question.q === '' ? {} : { q: question.q }),
    ...(question.area === undefined ? {} : { area: question.area }),
    ...(question.period === undefined ? {} : { period: question.period }),
  };
}

function bodyOf(fields: readonly Field[], request: BulkRequest) {
  return {
    action: request.action,
    ...(request.action === 'change' ? { fields: fieldsOf(fields, request.changes) } : {}),
  };
}

export async function preview(
  ledger: string, fields: readonly Field[], request: BulkRequest, signal?: AbortSignal,
): Promise<Preview> {
  return (await ask('post', '/api/v1/ledgers/{ledger}/bulk-edits/preview', {
    path: { ledger }, ...(signal ? { signal } : {}),
    body: { ...bodyOf(fields, request), records: recordsOf(request) },
  })).data;
}

export async function apply(
  ledger: string, fields: readonly Field[], request: BulkRequest, seen: Preview, reason: string,
  key: string,
): Promise<BulkEdit> {
  return (await ask('post', '/api/v1/ledgers/{ledger}/bulk-edits', {
    path: { ledger }, key,
    body: {
      ...bodyOf(fields, request), records: seen.records, digest: seen.digest,
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    },
  })).data;
}

export async function undo(ledger: string, batch: string): Promise<BulkEdit> {
  return (await ask('post', '/api/v1/ledgers/{ledger}/bulk-edits/{batch}/undo',
    { path: { ledger, batch }, body: {}, key: newKey() })).data;
}

export async function edits(ledger: string): Promise<BulkEdit[]> {
  return (await read('/api/v1/ledgers/{ledger}/bulk-edits', { path: { ledger } })).edits;
}

/** The button's word: what will happen, to how many. */
export function doWord(action: Action, count: number): string {
  switch (action) {
    case 'change': return say(`改 ${count} 条`, `Change ${count}`);
    case 'remove': return say(`作废 ${count} 条`, `Remove ${count}`);
    case 'restore': return say(`恢复 ${count} 条`, `Restore ${count}`);
  }
}

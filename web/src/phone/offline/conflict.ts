// SPDX-License-Identifier: Apache-2.0
// Two people changed the same record. Both versions are shown, field by field, and the writer
// chooses; nothing is merged behind his back.
import { type Item, type Seen, submitted, type Value, type Values } from './outbox';

export type Side = 'mine' | 'theirs';

export interface ConflictRow {
  field: string;
  before: Value;
  mine: Value;
  theirs: Value;
  /** Both changed it, each in his way: it must be chosen. */
  isContested: boolean;
  /** What stands if nobody chooses; undefined where it is contested. */
  preset: Side | undefined;
}

/** A value of a record as a form takes it, so that the two can be compared. */
export type AsInput = (field: string, shown: unknown) => Value;

/** 600, 600.0 and "600.00" are one amount; nothing, "" and [] are one nothing. */
export function alike(one: Value, other: Value): boolean {
  return plain(one) === plain(other);
}

function plain(value: Value): string {
  if (value === null || value === '') return '';
  if (Array.isArray(value)) return [...value].sort().join('\n');
  const text = String(value).trim();
  return /^[-+]?\d{1,15}(\.\d+)?$/.test(text) ? String(Number(text)) : text;
}

export function conflictRows(item: Item, theirs: Seen, asInput: AsInput): ConflictRow[] {
  const rows: ConflictRow[] = [];
  const before = item.seen?.fields ?? {};
  for (const field of Object.keys({ ...theirs.fields, ...item.fields })) {
    const base = asInput(field, before[field] ?? null);
    const other = asInput(field, theirs.fields[field] ?? null);
    const isMine = field in item.fields;
    const mine = isMine ? item.fields[field] ?? null : base;
    const isTheirs = !alike(base, other);
    if (!isMine && !isTheirs) continue;
    const isContested = isMine && isTheirs && !alike(mine, other);
    const preset = isContested ? undefined : isMine ? 'mine' : 'theirs';
    rows.push({ field, before: base, mine, theirs: other, isContested, preset });
  }
  return rows;
}

/** The server already has what was sent: the answer to it was lost, or both wrote the same. */
export function isAlreadyThere(told: Values, theirs: Seen, asInput: AsInput): boolean {
  return Object.entries(told).every(([field, value]) => !theirs.masked.includes(field) &&
    alike(value, asInput(field, theirs.fields[field] ?? null)));
}

export interface Revision {
  revision: number;
  actor: string;
  action: string;
  changes: readonly { field: string }[];
}

/** By the record's history: the revision that followed ours is the one that we sent. */
export function isOwnRevision(
  revisions: readonly Revision[], before: number, account: string, told: Values,
): boolean {
  const next = revisions.find((one) => one.revision === before + 1);
  return next !== undefined && next.actor === account && next.action === 'changed' &&
    next.changes.length > 0 && next.changes.every((change) => change.field in told);
}

/** Contested fields without a choice yet. */
export function openChoices(
  rows: readonly ConflictRow[], chosen: Readonly<Record<string, Side>>,
): ConflictRow[] {
  return rows.filter((row) => (chosen[row.field] ?? row.preset) === undefined);
}

/** Into the outbox again, on top of the other's version; or done, where nothing is left to tell. */
export function resolved(
  item: Item, rows: readonly ConflictRow[], chosen: Readonly<Record<string, Side>>, now: number,
): Item {
  if (!item.theirs) return item;
  const fields: Values = {};
  for (const row of rows) {
    const side = chosen[row.field] ?? row.preset;
    if (side === 'mine' && !alike(row.mine, row.theirs)) fields[row.field] = row.mine;
  }
  const next = submitted({ ...item, seen: item.theirs, fields }, now);
  const isDone = Object.keys(fields).length === 0 && item.photos.every((photo) => photo.sent);
  return isDone ? { ...next, state: 'done', doneAt: now } : next;
}

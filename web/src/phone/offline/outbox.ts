// SPDX-License-Identifier: Apache-2.0
// What is written on the phone and how it gets to the server. An item is a form: first a draft,
// then in the outbox until the server has all of it. What was sent without an answer stays with the
// item, key and content together, and is sent again as it was: so nothing is entered twice, also
// where the form has been changed in between.
import type { Problem } from '@/common/api_types';

export type ItemState = 'draft' | 'waiting' | 'sending' | 'done' | 'mend' | 'conflict';
export type Value = string | number | boolean | string[] | null;
export type Values = Record<string, Value>;

/** A record as the server showed it. */
export interface Seen {
  record: string;
  number: string;
  revision: number;
  fields: Record<string, unknown>;
  masked: readonly string[];
}

/** What was sent and not yet answered. */
export interface Attempt {
  key: string;
  fields: Values;
  at: number;
  /** It may have reached the server. */
  unsure: boolean;
}

/** A picture; its bytes are kept apart. */
export interface PhotoHead {
  id: string;
  name: string;
  bytes: number;
  /** The ledger's field of files; null for the record as a whole. */
  field: string | null;
  key: string;
  sent: boolean;
}

export interface Item {
  id: string;
  ledger: string;
  state: ItemState;
  /** The record to change, or the one that came of it; null as long as there is none. */
  seen: Seen | null;
  isNew: boolean;
  /** What the server is yet to be told; of a record to change, only what differs from it. */
  fields: Values;
  photos: readonly PhotoHead[];
  attempt: Attempt | null;
  /** One line that tells it from others. */
  title: string;
  savedAt: number;
  submittedAt: number | null;
  doneAt: number | null;
  tries: number;
  notBefore: number;
  problem: Problem | null;
  /** What somebody else made of the record meanwhile. */
  theirs: Seen | null;
  /** The draft at the server that it was begun from. */
  fromDraft: boolean;
}

/** The server remembers a key for seven days; half a day is left to clocks that differ. */
export const kKeyMilliseconds = 6.5 * 24 * 3_600_000;

export type Step =
  | { what: 'create'; attempt: Attempt }
  | { what: 'change'; seen: Seen; attempt: Attempt }
  | { what: 'photo'; seen: Seen; photo: PhotoHead }
  | { what: 'ask' }
  | { what: 'nothing' };

export type Outcome =
  | { what: 'recorded'; seen: Seen }
  | { what: 'photo_sent'; photo: string }
  /** Another revision of the same content: a file was added, say. */
  | { what: 'moved'; seen: Seen }
  | { what: 'nothing_left' }
  | { what: 'later'; unsure: boolean; notBefore: number; problem: Problem | null }
  | { what: 'refused'; problem: Problem }
  | { what: 'outdated'; theirs: Seen };

export function newItem(id: string, ledger: string, now: number, seen: Seen | null = null): Item {
  return {
    id, ledger, state: 'draft', seen, isNew: seen === null, fields: {}, photos: [], attempt: null,
    title: '', savedAt: now, submittedAt: null, doneAt: null, tries: 0, notBefore: 0,
    problem: null, theirs: null, fromDraft: false,
  };
}

function same(one: Value | undefined, other: Value | undefined): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/**
 * What is to be told still, once `told` is with the server. Of a new record, what was told and is
 * no longer in the form has been emptied since.
 */
export function untold(fields: Values, told: Values, wasNew: boolean): Values {
  const names = new Set([...Object.keys(fields), ...(wasNew ? Object.keys(told) : [])]);
  const rest: Values = {};
  for (const name of names) {
    if (!same(fields[name], told[name])) rest[name] = fields[name] ?? null;
  }
  return rest;
}

function filledOnly(fields: Values): Values {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null &&
    value !== '' && !(Array.isArray(value) && value.length === 0)));
}

export function isUnsent(item: Item): boolean {
  return item.state !== 'done';
}

/** What to send next. The attempt it gives is to be kept with the item before it is sent. */
export function nextStep(item: Item, now: number, newKey: () => string): Step {
  if (item.attempt?.unsure && now - item.attempt.at > kKeyMilliseconds) return { what: 'ask' };
  if (item.seen === null) {
    const attempt = item.attempt ??
      { key: newKey(), fields: filledOnly(item.fields), at: now, unsure: false };
    return { what: 'create', attempt };
  }
  if (item.attempt || Object.keys(item.fields).length > 0) {
    const attempt = item.attempt ?? { key: newKey(), fields: item.fields, at: now, unsure: false };
    return { what: 'change', seen: item.seen, attempt };
  }
  const photo = item.photos.find((one) => !one.sent);
  return photo ? { what: 'photo', seen: item.seen, photo } : { what: 'nothing' };
}

function hasMore(item: Item): boolean {
  return item.seen === null || Object.keys(item.fields).length > 0 ||
    item.photos.some((photo) => !photo.sent);
}

// What was taken back into a form by its writer stays there, whatever the server answers.
function moved(item: Item, state: ItemState): ItemState {
  return item.state === 'draft' ? 'draft' : state;
}

function settled(item: Item, now: number): Item {
  const more = hasMore(item);
  return {
    ...item,
    state: moved(item, more ? 'sending' : 'done'),
    doneAt: more ? item.doneAt : now,
    tries: 0,
    notBefore: 0,
    problem: null,
    theirs: null,
  };
}

/** The item after an answer, or after there was none. */
export function afterOutcome(item: Item, outcome: Outcome, now: number): Item {
  switch (outcome.what) {
    case 'recorded': {
      const told = item.attempt?.fields ?? item.fields;
      const wasNew = item.seen === null;
      const mine = wasNew ? filledOnly(item.fields) : item.fields;
      return settled({
        ...item, seen: outcome.seen, fields: untold(mine, told, wasNew), attempt: null,
      }, now);
    }
    case 'photo_sent':
      return settled({
        ...item,
        photos: item.photos.map((photo) =>
          photo.id === outcome.photo ? { ...photo, sent: true } : photo),
      }, now);
    case 'moved':
      return { ...item, state: moved(item, 'sending'), seen: outcome.seen, attempt: null };
    case 'nothing_left':
      return settled(item, now);
    case 'later':
      return {
        ...item,
        state: moved(item, 'waiting'),
        tries: item.tries + 1,
        notBefore: outcome.notBefore,
        problem: outcome.problem,
        attempt: item.attempt && {
          ...item.attempt, unsure: item.attempt.unsure || outcome.unsure,
        },
      };
    case 'refused':
      return {
        ...item, state: moved(item, 'mend'), problem: outcome.problem, attempt: null,
      };
    case 'outdated':
      return {
        ...item, state: moved(item, 'conflict'), theirs: outcome.theirs, attempt: null,
        problem: null,
      };
  }
}

/** Before the first byte goes: from here on it may have reached the server. */
export function beforeSending(item: Item, step: Step): Item {
  const attempt = step.what === 'create' || step.what === 'change' ? step.attempt : item.attempt;
  return {
    ...item,
    state: moved(item, 'sending'),
    attempt: attempt && { ...attempt, unsure: true },
    problem: null,
  };
}

/** Into the outbox. */
export function submitted(item: Item, now: number): Item {
  return {
    ...item, state: 'waiting', submittedAt: now, savedAt: now, tries: 0, notBefore: 0,
    problem: null, theirs: null,
  };
}

/** Back into its form; what may have been sent stays with it. */
export function takenBack(item: Item, now: number): Item {
  return { ...item, state: 'draft', savedAt: now };
}

/** The writer has looked: it is not with the server, so it may go under a new key. */
export function sentAnew(item: Item, now: number): Item {
  return submitted({ ...item, attempt: null }, now);
}

/** Found unfinished when the page opens: the page that was sending is gone. */
export function foundAgain(item: Item): Item {
  return item.state === 'sending' ? { ...item, state: 'waiting' } : item;
}

/** What goes next: the oldest that is due. */
export function nextDue(items: readonly Item[], now: number): Item | undefined {
  return items
    .filter((item) => (item.state === 'waiting' || item.state === 'sending') &&
      item.notBefore <= now)
    .sort((one, other) => (one.submittedAt ?? 0) - (other.submittedAt ?? 0))[0];
}

/** When to try again; undefined where nothing waits. */
export function nextDueAt(items: readonly Item[]): number | undefined {
  const waits = items.filter((item) => item.state === 'waiting' || item.state === 'sending')
    .map((item) => item.notBefore);
  return waits.length === 0 ? undefined : Math.min(...waits);
}

export interface OutboxCounts {
  drafts: number;
  /** Goes by itself. */
  waiting: number;
  /** Waits for the writer: 要改, 冲突. */
  stuck: number;
}

export function countsOf(items: readonly Item[]): OutboxCounts {
  const number = (...states: ItemState[]) =>
    items.filter((item) => states.includes(item.state)).length;
  return {
    drafts: number('draft'), waiting: number('waiting', 'sending'),
    stuck: number('mend', 'conflict'),
  };
}

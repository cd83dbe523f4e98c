// SPDX-License-Identifier: Apache-2.0
// What was typed and is not with the server yet. It is written at once, a record at a time in the
// order it was typed; what the server refuses stays marked with the reason, what it did not get is
// sent again. Nothing that was typed goes away by itself.
import { type ApiProblem, asProblem } from '@/common/problem';
import type { LedgerRecord, RecordPorts } from './record_ports';
import type { SentValue } from './field_text';
import { kRetrySeconds, kWritesMax } from './limits';

export interface FieldEdit {
  text: string;
  sent: SentValue;
  state: 'waiting' | 'saving' | 'failed' | 'conflict';
  /** Why it is not taken, and how it should be. */
  mistake?: string;
  expected?: string;
  /** What somebody else wrote meanwhile. */
  theirs?: unknown;
}

export type FieldWrites = Readonly<Record<string, { text: string; sent: SentValue }>>;

interface Attempt {
  key: string;
  fields: Record<string, SentValue>;
}

export interface DeskRow {
  /** The id of a record, or a name of its own for a row that is none yet. */
  key: string;
  record: LedgerRecord | undefined;
  edits: Map<string, FieldEdit>;
  /** A new row that was left: it is to be made a record, whatever is missing. */
  isSettled: boolean;
  sending: boolean;
  /** Making it was asked for and no answer came: the same is asked again, to be made once. */
  attempt: Attempt | undefined;
  wanted: 'removed' | 'restored' | undefined;
  sentNames: string[];
}

export interface DeskEvents {
  changed: () => void;
  saved: (row: DeskRow, record: LedgerRecord) => void;
  /** Fields that somebody else changed, taken over beside one's own. */
  merged: (record: LedgerRecord, fields: readonly string[]) => void;
  same: (field: string, a: unknown, text: string) => boolean;
  problem: (problem: ApiProblem) => void;
  isReady: (row: DeskRow) => boolean;
}

export interface DeskCounts {
  waiting: number;
  failed: number;
  conflicts: number;
  /** New rows that are not sent: something is missing or was not taken. */
  unsent: number;
}

const kTryAgain = new Set([0, 429, 502, 503, 504]);

function fieldOf(pointer: string | undefined): string {
  return (pointer ?? '').split('/').filter((part) => part !== '' && part !== 'fields')[0] ?? '';
}

export class EditDesk {
  readonly rows = new Map<string, DeskRow>();
  savedAt: Date | undefined;
  isOffline = false;
  private writing = 0;
  private tries = 0;
  private stopWaiting: (() => void) | undefined;

  constructor(private readonly ports: RecordPorts, private readonly events: DeskEvents) {}

  edit(key: string, field: string): FieldEdit | undefined {
    return this.rows.get(key)?.edits.get(field);
  }

  counts(): DeskCounts {
    const counts = { waiting: 0, failed: 0, conflicts: 0, unsent: 0 };
    for (const row of this.rows.values()) {
      if (row.wanted !== undefined) counts.waiting += 1;
      const isUnsent = !row.record && row.edits.size > 0 && !row.sending && !this.hasWork(row);
      if (isUnsent) counts.unsent += 1;
      for (const edit of row.edits.values()) {
        if (edit.state === 'failed') counts.failed += 1;
        else if (edit.state === 'conflict') counts.conflicts += 1;
        else if (!isUnsent) counts.waiting += 1;
      }
    }
    return counts;
  }

  get isEmpty(): boolean {
    return [...this.rows.values()].every((row) => row.edits.size === 0 && !row.wanted);
  }

  write(key: string, record: LedgerRecord | undefined, writes: FieldWrites): void {
    const row = this.rowOf(key, record);
    for (const [field, { text, sent }] of Object.entries(writes)) {
      const stands = row.record?.fields[field];
      // Typed back to what it is: nothing to write, and no mistake any more.
      const isBack = row.edits.get(field)?.state !== 'saving' && row.record !== undefined &&
        this.events.same(field, stands, text);
      if (isBack || (!row.record && text === '')) row.edits.delete(field);
      else row.edits.set(field, { text, sent, state: 'waiting' });
    }
    // What a refusal said of one cell may have been cured by another.
    for (const [field, edit] of row.edits) {
      if (edit.state !== 'failed' || row.record) continue;
      if (edit.text === '') row.edits.delete(field);
      else edit.state = 'waiting';
    }
    this.tidy(row);
    this.pump();
  }

  /** The row was left: it is sent as it is. */
  settle(key: string): void {
    const row = this.rows.get(key);
    if (!row || row.record || row.isSettled || row.edits.size === 0) return;
    row.isSettled = true;
    this.pump();
  }

  /** Of a new row that is no record yet. False where it is one. */
  drop(key: string): boolean {
    const row = this.rows.get(key);
    if (!row) return true;
    if (row.record || row.sending || row.attempt) return false;
    this.rows.delete(key);
    this.events.changed();
    return true;
  }

  want(key: string, record: LedgerRecord | undefined, wanted: 'removed' | 'restored'): void {
    this.rowOf(key, record).wanted = wanted;
    this.pump();
  }

  resolve(key: string, field: string, whose: 'mine' | 'theirs'): void {
    const row = this.rows.get(key);
    const edit = row?.edits.get(field);
    if (!row || !edit) return;
    if (whose === 'theirs') row.edits.delete(field);
    else {
      edit.state = 'waiting';
      delete edit.theirs;
    }
    this.tidy(row);
    this.pump();
  }

  /** Leaves off what is not taken. */
  forget(key: string, field: string): void {
    this.rows.get(key)?.edits.delete(field);
    const row = this.rows.get(key);
    if (row) this.tidy(row);
    this.pump();
  }

  /** The newest of a record that is being written elsewhere. */
  renew(record: LedgerRecord): void {
    for (const row of this.rows.values()) {
      if (row.record?.id === record.id && row.record.revision < record.revision && !row.sending) {
        this.merge(row, record);
      }
    }
  }

  retryNow(): void {
    this.stopWaiting?.();
    this.stopWaiting = undefined;
    this.pump();
  }

  close(): void {
    this.stopWaiting?.();
  }

  private rowOf(key: string, record: LedgerRecord | undefined): DeskRow {
    const found = this.rows.get(key);
    if (found) return found;
    const row: DeskRow = {
      key, record, edits: new Map(), isSettled: false, sending: false, attempt: undefined,
      wanted: undefined, sentNames: [],
    };
    this.rows.set(key, row);
    return row;
  }

  private tidy(row: DeskRow): void {
    if (row.edits.size === 0 && !row.sending && !row.wanted && row.record) {
      this.rows.delete(row.key);
    }
  }

  private pump(): void {
    for (const row of [...this.rows.values()]) {
      if (this.writing >= kWritesMax || this.stopWaiting) break;
      if (!row.sending && this.hasWork(row)) void this.send(row);
    }
    this.events.changed();
  }

  private hasWork(row: DeskRow): boolean {
    const isIn = (state: FieldEdit['state']) =>
      [...row.edits.values()].some((edit) => edit.state === state);
    const isWaiting = isIn('waiting');
    if (row.attempt) return true;
    // A new one that was refused waits until something of it is changed.
    if (!row.record) {
      return isWaiting && !isIn('failed') && (row.isSettled || this.events.isReady(row));
    }
    return isWaiting || row.wanted !== undefined;
  }

  private async send(row: DeskRow): Promise<void> {
    row.sending = true;
    this.writing += 1;
    try {
      const record = await this.ask(row);
      this.tries = 0;
      this.isOffline = false;
      this.savedAt = new Date();
      this.done(row, record);
    } catch (thrown) {
      this.refused(row, asProblem(thrown));
    }
    row.sending = false;
    this.writing -= 1;
    this.tidy(row);
    this.pump();
  }

  private ask(row: DeskRow): Promise<LedgerRecord> {
    if (!row.record) {
      row.attempt ??= { key: this.ports.newKey(), fields: this.take(row) };
      return this.ports.create(row.attempt.fields, row.attempt.key);
    }
    const { id, revision } = row.record;
    const fields = this.take(row);
    if (Object.keys(fields).length > 0) return this.ports.patch(id, revision, fields);
    return row.wanted === 'removed' ? this.ports.remove(id, revision)
      : this.ports.restore(id, revision);
  }

  private take(row: DeskRow): Record<string, SentValue> {
    const fields: Record<string, SentValue> = {};
    for (const [field, edit] of row.edits) {
      if (edit.state !== 'waiting') continue;
      edit.state = 'saving';
      fields[field] = edit.sent;
    }
    row.sentNames = Object.keys(fields);
    return fields;
  }

  private done(row: DeskRow, record: LedgerRecord): void {
    if (row.sentNames.length === 0 && !row.attempt) row.wanted = undefined;
    row.attempt = undefined;
    row.record = record;
    for (const [field, edit] of row.edits) if (edit.state === 'saving') row.edits.delete(field);
    this.events.saved(row, record);
  }

  private refused(row: DeskRow, problem: ApiProblem): void {
    if (kTryAgain.has(problem.status)) {
      this.waiting(row);
      this.waitAndRetry(problem);
      return;
    }
    row.attempt = undefined;
    row.isSettled = false;
    if (problem.isStale && row.record) {
      this.stale(row, problem);
      return;
    }
    if (row.sentNames.length === 0) {
      row.wanted = undefined;
      this.events.problem(problem);
      return;
    }
    this.marked(row, problem);
  }

  // Nothing is known of what the server did; the same is asked again.
  private waiting(row: DeskRow): void {
    for (const edit of row.edits.values()) if (edit.state === 'saving') edit.state = 'waiting';
  }

  private waitAndRetry(problem: ApiProblem): void {
    if (this.stopWaiting) return;
    this.isOffline = problem.isOffline;
    const seconds = kRetrySeconds[Math.min(this.tries, kRetrySeconds.length - 1)] ?? 30;
    this.tries += 1;
    this.stopWaiting = this.ports.later(Math.max(seconds, problem.waitSeconds), () => {
      this.stopWaiting = undefined;
      this.pump();
    });
  }

  private stale(row: DeskRow, problem: ApiProblem): void {
    const current = (problem.problem as { current?: LedgerRecord }).current;
    this.waiting(row);
    if (current && row.sentNames.length > 0) this.merge(row, current);
    else {
      if (current) row.record = current;
      row.wanted = undefined;
      this.events.problem(problem);
    }
  }

  /**
   * Onto what somebody else wrote: what both changed is for the person to choose, the rest goes
   * together.
   */
  private merge(row: DeskRow, current: LedgerRecord): void {
    const before = row.record;
    if (!before) return;
    const changed = Object.keys(current.fields).filter((field) =>
      JSON.stringify(current.fields[field]) !== JSON.stringify(before.fields[field]));
    row.record = current;
    for (const field of changed) {
      const edit = row.edits.get(field);
      if (!edit) continue;
      // The answer to one's own earlier write may have been lost on the way.
      if (this.events.same(field, current.fields[field], edit.text)) row.edits.delete(field);
      else {
        edit.state = 'conflict';
        edit.theirs = current.fields[field];
      }
    }
    this.events.merged(current, changed);
  }

  private marked(row: DeskRow, problem: ApiProblem): void {
    const mistakes = new Map((problem.problem.errors ?? [])
      .map((one) => [fieldOf(one.pointer), one]));
    let found = false;
    for (const [field, one] of mistakes) {
      if (field === '') continue;
      // A field that is missing has nothing typed in it; its cell says so all the same.
      const edit = row.edits.get(field) ?? { text: '', sent: null, state: 'failed' };
      if (row.edits.has(field) || !row.record) row.edits.set(field, edit);
      else continue;
      found = true;
      edit.state = 'failed';
      edit.mistake = one.message_zh;
      if (one.expected_zh !== undefined) edit.expected = one.expected_zh;
    }
    for (const edit of row.edits.values()) {
      if (edit.state !== 'saving') continue;
      // Of a record the rest is written without those; a new one waits for all of it.
      edit.state = found ? 'waiting' : 'failed';
      if (!found) edit.mistake = problem.problem.detail;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// One form being filled: kept as it is typed, submitted into the outbox.
import { shallowReactive } from 'vue';
import { ask, read } from '@/common/api';
import { today } from '@/common/dates';
import type { Field } from '@/common/ledgers';
import { useSession } from '@/common/session';
import type { FormValues } from '@/forms/form_values';
import { titleFrom } from '../../item_words';
import { Turns } from '../../offline/keeper';
import { type LedgerRecord, useLibrary } from '../../offline/library';
import { type Item, type PhotoHead, type Seen, submitted } from '../../offline/outbox';
import { seenOf } from '../../offline/sender';
import { useOutbox } from '../../outbox_store';
import { useWorker } from '../../worker_store';
import { beginnings, fieldsOfForm, formOfItem, mistakesOf } from './entry_fields';

export interface EntryPlace {
  ledger?: string | undefined;
  id?: string | undefined;
  record?: string | undefined;
  /** A draft that was begun at the desk. */
  isServerDraft?: boolean;
}

const kPauseMilliseconds = 400;
const kPatienceMilliseconds = 4_000;
const kLookMilliseconds = 60;

function isGoing(item: Item): boolean {
  return item.state === 'waiting' || item.state === 'sending';
}

export class Entry {
  item: Item | undefined;
  values: FormValues = {};
  fields: readonly Field[] = [];
  savedAt: Date | null = null;
  isWaiting = false;
  problem: unknown;
  private before: Item | undefined;
  private isTouched = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  // One write after another, each upon what the last one left.
  private readonly turns = new Turns();

  constructor(private readonly place: EntryPlace) {}

  get mistakes(): Record<string, string> {
    return mistakesOf(this.item?.problem ?? null);
  }

  async open(): Promise<void> {
    const library = useLibrary();
    try {
      const found = await this.begun();
      if (library.fieldsOf(found.ledger).length === 0) await library.define(found.ledger);
      this.fields = library.fieldsOf(found.ledger);
      const isFresh = found.seen === null && !found.attempt &&
        Object.keys(found.fields).length === 0 && !this.before;
      this.values = isFresh
        ? beginnings(this.fields, useSession().heldAreas, library.tree, today())
        : formOfItem(this.fields, found);
      this.item = found;
      this.savedAt = this.before ? new Date(found.savedAt) : null;
      this.problem = undefined;
      library.using(found.ledger);
    } catch (thrown) {
      this.problem = thrown;
    }
  }

  private async begun(): Promise<Item> {
    const { id, ledger = '', record, isServerDraft } = this.place;
    const outbox = useOutbox();
    if (id) {
      this.before = outbox.byId.get(id);
      // What goes by itself is held back while it is looked at.
      const found = this.before && isGoing(this.before) ? await outbox.takeBack(id) : this.before;
      if (!found) throw new Error('gone');
      return found;
    }
    const seen = record && record !== 'new' ? await this.seen(ledger, record) : null;
    const fresh = outbox.begin(ledger, seen);
    if (!isServerDraft) return fresh;
    const draft = await read('/api/v1/me/drafts/{ledger}/{record}',
      { path: { ledger, record: record ?? 'new' } });
    this.isTouched = true;
    return { ...fresh, fields: draft.fields, fromDraft: seen === null };
  }

  // As fresh as can be had: without the network, as the phone has it.
  private async seen(ledger: string, record: string): Promise<Seen> {
    const known: LedgerRecord | undefined = useLibrary().records.get(ledger)
      ?.find((one) => one.id === record);
    if (known && useWorker().isOffline) return seenOf(known);
    try {
      return seenOf(await read('/api/v1/ledgers/{ledger}/records/{record}',
        { path: { ledger, record } }));
    } catch (thrown) {
      if (known) return seenOf(known);
      throw thrown;
    }
  }

  private opened(): Item {
    if (!this.item) throw new Error('the form is not open');
    return this.item;
  }

  // Upon the item as it is kept: what was under way may have been answered since it was opened.
  private written(now: Item): Item {
    const shown = { ...now.seen?.fields, ...this.values };
    return {
      ...now,
      fields: fieldsOfForm(this.fields, now, this.values),
      title: titleFrom(this.fields, shown),
      savedAt: Date.now(),
      problem: this.opened().problem,
    };
  }

  async saveNow(): Promise<void> {
    clearTimeout(this.timer);
    if (!this.isTouched || !this.item) return;
    await this.turns.take(async () => {
      this.item = await useOutbox().alter(this.opened(), (now) => this.written(now));
      this.savedAt = new Date();
      this.problem = undefined;
    });
    if (!useWorker().keeper?.isLasting) await this.saveAtServer(this.opened());
  }

  // Where the phone keeps nothing, the server does: one draft for each ledger and record.
  private async saveAtServer(draft: Item): Promise<void> {
    try {
      await ask('put', '/api/v1/me/drafts/{ledger}/{record}', {
        path: { ledger: draft.ledger, record: draft.seen?.record ?? 'new' },
        body: {
          fields: draft.fields, ...(draft.seen ? { revision: draft.seen.revision } : {}),
        },
      });
      if (draft.fromDraft || draft.seen) return;
      this.item = await useOutbox().alter(draft, (now) => ({ ...now, fromDraft: true }));
    } catch {
      // The bar at the top says that the server is not reached.
    }
  }

  touched(field?: string): void {
    this.isTouched = true;
    const told = this.item?.problem;
    // A mistake that is being mended is not shown any longer.
    if (field && told?.errors && this.item) {
      const errors = told.errors.filter((one) => !one.pointer?.split('/').includes(field));
      this.item = { ...this.item, problem: errors.length > 0 ? { ...told, errors } : null };
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.saveNow().catch((thrown: unknown) => { this.problem = thrown; });
    }, kPauseMilliseconds);
  }

  async addPhoto(picture: Blob, field: string | null, name: string): Promise<void> {
    this.isTouched = true;
    await this.turns.take(async () => {
      const outbox = useOutbox();
      const item = await outbox.alter(this.opened(), (now) => this.written(now));
      this.item = await outbox.addPhoto(item, picture, field, name);
      this.savedAt = new Date();
    });
  }

  async dropPhoto(photo: PhotoHead): Promise<void> {
    this.isTouched = true;
    await this.turns.take(async () => {
      this.item = await useOutbox().dropPhoto(this.opened(), photo);
    });
  }

  /** Into the outbox, and off where the server is reached. Gives the item as it then stands. */
  async submit(): Promise<Item | undefined> {
    const outbox = useOutbox();
    await this.saveNow();
    this.isWaiting = true;
    try {
      const { id } = this.opened();
      await this.turns.take(() => outbox.alter(this.opened(),
        (now) => submitted(this.written(now), Date.now())));
      this.isTouched = false;
      this.before = undefined;
      if (!useWorker().isOffline) await this.settled(id);
      const now = outbox.byId.get(id);
      if (now) this.item = now;
      return now;
    } finally {
      this.isWaiting = false;
    }
  }

  private async settled(id: string): Promise<void> {
    const outbox = useOutbox();
    const worker = useWorker();
    const end = Date.now() + kPatienceMilliseconds;
    void worker.sync();
    while (Date.now() < end) {
      const now = outbox.byId.get(id);
      if (!now || !isGoing(now) || worker.isOffline || worker.needsSignIn) return;
      await new Promise((resolve) => { setTimeout(resolve, kLookMilliseconds); });
    }
  }

  /** Looked at and left as it was: back to where it stood. */
  async leave(): Promise<void> {
    clearTimeout(this.timer);
    if (this.isTouched) {
      await this.saveNow();
    } else if (this.before && isGoing(this.before) && this.item) {
      await useOutbox().alter(this.item, (now) => ({ ...now, state: 'waiting' }));
      void useWorker().sync();
    }
  }
}

export function useEntry(place: EntryPlace): Entry {
  return shallowReactive(new Entry(place));
}

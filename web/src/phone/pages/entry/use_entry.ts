// SPDX-License-Identifier: Apache-2.0
// One form being filled: kept as it is typed, submitted into the outbox.
import { computed, ref, shallowRef } from 'vue';
import { ask, read } from '@/common/api';
import { today } from '@/common/dates';
import type { Field } from '@/common/ledgers';
import { useSession } from '@/common/session';
import type { FormValues } from '@/forms/form_values';
import { titleFrom } from '../../item_words';
import { useLibrary } from '../../offline/library';
import { type Item, type PhotoHead, submitted } from '../../offline/outbox';
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

export function useEntry(place: EntryPlace) {
  const outbox = useOutbox();
  const library = useLibrary();
  const worker = useWorker();
  const session = useSession();

  const item = shallowRef<Item>();
  const values = ref<FormValues>({});
  const fields = shallowRef<readonly Field[]>([]);
  const savedAt = ref<Date>();
  const isWaiting = ref(false);
  const problem = shallowRef<unknown>();
  const mistakes = computed(() => mistakesOf(item.value?.problem ?? null));
  let before: Item | undefined;
  let isTouched = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  // One write after another, each upon what the last one left.
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = queue.then(work);
    queue = next.catch(() => undefined);
    return next;
  }

  async function begun(): Promise<Item> {
    if (place.id) {
      before = outbox.byId.get(place.id);
      const found = await outbox.takeBack(place.id);
      if (!found) throw new Error('gone');
      return found;
    }
    const ledger = place.ledger ?? '';
    const seen = place.record && place.record !== 'new' ? seenOf(await record(ledger)) : null;
    const fresh = outbox.begin(ledger, seen);
    if (!place.isServerDraft) return fresh;
    const draft = await read('/api/v1/me/drafts/{ledger}/{record}',
      { path: { ledger, record: place.record ?? 'new' } });
    isTouched = true;
    return { ...fresh, fields: draft.fields, fromDraft: seen === null };
  }

  // As fresh as can be had: without the network, as the phone has it.
  async function record(ledger: string) {
    const id = place.record ?? '';
    const known = library.records.get(ledger)?.find((one) => one.id === id);
    if (known && worker.isOffline) return known;
    try {
      return await read('/api/v1/ledgers/{ledger}/records/{record}',
        { path: { ledger, record: id } });
    } catch (thrown) {
      if (known) return known;
      throw thrown;
    }
  }

  async function open(): Promise<void> {
    try {
      const found = await begun();
      if (library.fieldsOf(found.ledger).length === 0) await library.define(found.ledger);
      fields.value = library.fieldsOf(found.ledger);
      values.value = found.seen === null && Object.keys(found.fields).length === 0 &&
        !found.attempt
        ? beginnings(fields.value, session.heldAreas, library.tree, today())
        : formOfItem(fields.value, found);
      item.value = found;
      if (before) savedAt.value = new Date(found.savedAt);
      library.using(found.ledger);
    } catch (thrown) {
      problem.value = thrown;
    }
  }

  function opened(): Item {
    if (!item.value) throw new Error('the form is not open');
    return item.value;
  }

  // Upon the item as it is kept: what was under way may have been answered since it was opened.
  function written(now: Item): Item {
    const told = fieldsOfForm(fields.value, now, values.value);
    const shown = { ...now.seen?.fields, ...values.value };
    return {
      ...now, fields: told, title: titleFrom(fields.value, shown), savedAt: Date.now(),
      problem: opened().problem,
    };
  }

  async function saveNow(): Promise<void> {
    clearTimeout(timer);
    if (!isTouched || !item.value) return;
    await inTurn(async () => {
      item.value = await outbox.alter(opened(), written);
      savedAt.value = new Date();
      problem.value = undefined;
    });
    if (!worker.keeper?.isLasting) await saveAtServer(opened());
  }

  // Where the phone keeps nothing, the server does: one draft for each ledger and record.
  async function saveAtServer(draft: Item): Promise<void> {
    try {
      await ask('put', '/api/v1/me/drafts/{ledger}/{record}', {
        path: { ledger: draft.ledger, record: draft.seen?.record ?? 'new' },
        body: {
          fields: draft.fields, ...(draft.seen ? { revision: draft.seen.revision } : {}),
        },
      });
      if (item.value) item.value = { ...item.value, fromDraft: true };
    } catch {
      // The bar at the top says that the server is not reached.
    }
  }

  function touched(field?: string): void {
    isTouched = true;
    const told = item.value?.problem;
    // A mistake that is being mended is not shown any longer.
    if (field && told?.errors && item.value) {
      const errors = told.errors.filter((one) => !one.pointer?.split('/').includes(field));
      item.value = { ...item.value, problem: errors.length > 0 ? { ...told, errors } : null };
    }
    clearTimeout(timer);
    timer = setTimeout(() => { void saveNow().catch(tell); }, kPauseMilliseconds);
  }

  function tell(thrown: unknown): void {
    problem.value = thrown;
  }

  async function addPhoto(picture: Blob, field: string | null, name: string): Promise<void> {
    isTouched = true;
    await inTurn(async () => {
      await outbox.alter(opened(), written);
      item.value = await outbox.addPhoto(opened(), picture, field, name);
      savedAt.value = new Date();
    });
  }

  async function dropPhoto(photo: PhotoHead): Promise<void> {
    isTouched = true;
    await inTurn(async () => { item.value = await outbox.dropPhoto(opened(), photo); });
  }

  /** Into the outbox, and off where the server is reached. Gives the item as it then stands. */
  async function submit(): Promise<Item | undefined> {
    await saveNow();
    isWaiting.value = true;
    try {
      const { id } = opened();
      await inTurn(() => outbox.alter(opened(), (now) => submitted(written(now), Date.now())));
      isTouched = false;
      before = undefined;
      if (!worker.isOffline) await settled(id);
      const now = outbox.byId.get(id);
      if (now?.state === 'mend') item.value = await outbox.takeBack(id);
      return now;
    } finally {
      isWaiting.value = false;
    }
  }

  const kPatienceMilliseconds = 4_000;
  async function settled(id: string): Promise<void> {
    const end = Date.now() + kPatienceMilliseconds;
    void worker.sync();
    while (Date.now() < end) {
      const state = outbox.byId.get(id)?.state;
      if (state !== 'waiting' && state !== 'sending') return;
      if (worker.isOffline || worker.needsSignIn) return;
      await new Promise((resolve) => { setTimeout(resolve, 60); });
    }
  }

  /** Looked at and left as it was: back to where it stood. */
  async function leave(): Promise<void> {
    if (isTouched) await saveNow();
    else if (before && before.state !== 'draft' && item.value) {
      const { state, problem: told } = before;
      await outbox.alter(item.value, (now) => ({
        ...now, problem: told, state: state === 'sending' ? 'waiting' : state,
      }));
      void worker.sync();
    }
    clearTimeout(timer);
  }

  return {
    item, values, fields, savedAt, isWaiting, problem, mistakes, open, saveNow, touched, addPhoto,
    dropPhoto, submit, leave,
  };
}

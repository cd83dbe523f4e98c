// SPDX-License-Identifier: Apache-2.0
// The items of the account that is in: drafts, outbox, and what was lately received.
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { newKey } from '@/common/api';
import type { Keeper } from './offline/keeper';
import {
  countsOf, foundAgain, isUnsent, type Item, newItem, type PhotoHead, type Seen, takenBack,
} from './offline/outbox';
import { kDoneMax, kDraftsMax, kUnsentMax } from './offline/scope_of_device';

export class TooManyItems extends Error {}

export const useOutbox = defineStore('outbox', () => {
  const byId = shallowRef<ReadonlyMap<string, Item>>(new Map());
  const progress = shallowRef<{ item: string; share: number }>();
  let keeper: Keeper | undefined;

  const all = computed(() => [...byId.value.values()]
    .sort((one, other) => other.savedAt - one.savedAt));
  const counts = computed(() => countsOf(all.value));
  const of = (...states: Item['state'][]) =>
    computed(() => all.value.filter((item) => states.includes(item.state)));
  const drafts = of('draft');
  const stuck = of('conflict', 'mend');
  const waiting = of('waiting', 'sending');
  const done = computed(() => all.value.filter((item) => item.state === 'done')
    .sort((one, other) => (other.doneAt ?? 0) - (one.doneAt ?? 0)));
  const unsent = computed(() => all.value.filter(isUnsent).length);

  function show(item: Item): void {
    byId.value = new Map(byId.value).set(item.id, item);
  }

  function hide(id: string): void {
    const next = new Map(byId.value);
    next.delete(id);
    byId.value = next;
  }

  function theKeeper(): Keeper {
    if (!keeper) throw new Error('the outbox is closed');
    return keeper;
  }

  async function open(from: Keeper): Promise<void> {
    keeper = from;
    await reload();
    for (const item of done.value.slice(kDoneMax)) await drop(item);
  }

  /** What a page that is gone left half sent waits again. */
  async function findAgain(): Promise<void> {
    for (const item of all.value) {
      const again = foundAgain(item);
      if (again !== item) await save(again);
    }
  }

  /** Another page changed something. */
  async function reload(): Promise<void> {
    const items = await keeper?.items() ?? [];
    byId.value = new Map(items.map((item) => [item.id, item]));
  }

  function close(): void {
    keeper = undefined;
    byId.value = new Map();
    progress.value = undefined;
  }

  function begin(ledger: string, seen: Seen | null = null): Item {
    if (counts.value.drafts >= kDraftsMax || unsent.value >= kUnsentMax) throw new TooManyItems();
    return newItem(newKey(), ledger, Date.now(), seen);
  }

  async function save(item: Item): Promise<void> {
    await theKeeper().saveItem(item);
    show(item);
  }

  /** Upon what is kept of it now; `item` where nothing is yet. */
  async function alter(item: Item, change: (now: Item) => Item): Promise<Item> {
    const next = await theKeeper().alterItem(item.id, (now) => change(now ?? item));
    show(next ?? item);
    return next ?? item;
  }

  /** For its form: the item as it is kept now, out of the queue. */
  async function takeBack(id: string): Promise<Item | undefined> {
    const back = await theKeeper().alterItem(id, (now) => now && takenBack(now, Date.now()));
    if (back) show(back);
    return back;
  }

  async function drop(item: Item): Promise<void> {
    await theKeeper().dropItem(item);
    hide(item.id);
  }

  /** Out of the list, with a way back as long as the page is open. */
  async function remove(item: Item): Promise<() => Promise<void>> {
    const from = theKeeper();
    const pictures = new Map<string, Blob>();
    for (const photo of item.photos) {
      const picture = await from.picture(photo.id);
      if (picture) pictures.set(photo.id, picture);
    }
    await drop(item);
    return async () => {
      for (const [id, picture] of pictures) await from.savePicture(id, picture);
      await save(item);
    };
  }

  async function addPhoto(item: Item, picture: Blob, field: string | null, name: string) {
    const photo: PhotoHead = {
      id: newKey(), name, bytes: picture.size, field, key: newKey(), sent: false,
    };
    await theKeeper().savePicture(photo.id, picture);
    return alter(item, (now) => ({
      ...now, photos: [...now.photos, photo], savedAt: Date.now(),
    }));
  }

  async function dropPhoto(item: Item, photo: PhotoHead): Promise<Item> {
    const next = await alter(item, (now) => ({
      ...now, photos: now.photos.filter((one) => one.id !== photo.id), savedAt: Date.now(),
    }));
    await theKeeper().dropPicture(photo.id);
    return next;
  }

  return {
    byId, all, counts, drafts, stuck, waiting, done, unsent, progress, open, findAgain, close, reload, begin,
    save, alter, takeBack, drop, remove, addPhoto, dropPhoto, show,
    picture: (id: string) => theKeeper().picture(id),
  };
});

// SPDX-License-Identifier: Apache-2.0
// The items of the account that is in: drafts, outbox, and what was lately received.
import { shallowReactive } from 'vue';
import { newKey } from '@/common/api';
import type { Keeper } from './offline/keeper';
import {
  countsOf, foundAgain, isUnsent, type Item, type ItemState, newItem, type OutboxCounts,
  type PhotoHead, type Seen, takenBack,
} from './offline/outbox';
import { kDoneMax, kDraftsMax, kUnsentMax } from './offline/scope_of_device';

export class TooManyItems extends Error {}

export class Outbox {
  byId: ReadonlyMap<string, Item> = new Map();
  progress: { item: string; share: number } | undefined;
  keeper: Keeper | undefined;

  /** The latest first. */
  get all(): Item[] {
    return [...this.byId.values()].sort((one, other) => other.savedAt - one.savedAt);
  }
  get counts(): OutboxCounts {
    return countsOf([...this.byId.values()]);
  }
  get drafts(): Item[] {
    return this.of('draft');
  }
  /** For the writer to settle. */
  get stuck(): Item[] {
    return this.of('conflict', 'mend');
  }
  /** Goes by itself. */
  get waiting(): Item[] {
    return this.of('waiting', 'sending');
  }
  get done(): Item[] {
    return this.of('done').sort((one, other) => (other.doneAt ?? 0) - (one.doneAt ?? 0));
  }
  get unsent(): number {
    return this.all.filter(isUnsent).length;
  }

  private of(...states: ItemState[]): Item[] {
    return this.all.filter((item) => states.includes(item.state));
  }

  show(item: Item): void {
    this.byId = new Map(this.byId).set(item.id, item);
  }

  private get theKeeper(): Keeper {
    if (!this.keeper) throw new Error('the outbox is closed');
    return this.keeper;
  }

  async open(from: Keeper): Promise<void> {
    this.keeper = from;
    await this.reload();
    for (const item of this.done.slice(kDoneMax)) await this.drop(item);
  }

  /** What a page that is gone left half sent waits again. */
  async findAgain(): Promise<void> {
    for (const item of this.all) {
      const again = foundAgain(item);
      if (again !== item) await this.save(again);
    }
  }

  /** Another page changed something. */
  async reload(): Promise<void> {
    const items = await this.keeper?.items() ?? [];
    this.byId = new Map(items.map((item) => [item.id, item]));
  }

  close(): void {
    this.keeper = undefined;
    this.byId = new Map();
    this.progress = undefined;
  }

  /** A draft; kept only once something is in it. */
  begin(ledger: string, seen: Seen | null = null): Item {
    if (this.counts.drafts >= kDraftsMax || this.unsent >= kUnsentMax) throw new TooManyItems();
    return newItem(newKey(), ledger, Date.now(), seen);
  }

  async save(item: Item): Promise<void> {
    await this.theKeeper.saveItem(item);
    this.show(item);
  }

  /** Upon what is kept of it now; `item` where nothing is yet. */
  async alter(item: Item, change: (now: Item) => Item): Promise<Item> {
    const next = await this.theKeeper.alterItem(item.id, (now) => change(now ?? item));
    this.show(next ?? item);
    return next ?? item;
  }

  /** For its form: the item as it is kept now, out of the queue. */
  async takeBack(id: string): Promise<Item | undefined> {
    const back = await this.theKeeper.alterItem(id, (now) => now && takenBack(now, Date.now()));
    if (back) this.show(back);
    return back;
  }

  async drop(item: Item): Promise<void> {
    await this.theKeeper.dropItem(item);
    const next = new Map(this.byId);
    next.delete(item.id);
    this.byId = next;
  }

  /** Out of the list, with a way back as long as the page is open. */
  async remove(item: Item): Promise<() => Promise<void>> {
    const from = this.theKeeper;
    const pictures = new Map<string, Blob>();
    for (const photo of item.photos) {
      const picture = await from.picture(photo.id);
      if (picture) pictures.set(photo.id, picture);
    }
    await this.drop(item);
    return async () => {
      for (const [id, picture] of pictures) await from.savePicture(id, picture);
      await this.save(item);
    };
  }

  picture(id: string): Promise<Blob | undefined> {
    return this.theKeeper.picture(id);
  }

  async addPhoto(item: Item, picture: Blob, field: string | null, name: string): Promise<Item> {
    const photo: PhotoHead = {
      id: newKey(), name, bytes: picture.size, field, key: newKey(), sent: false,
    };
    await this.theKeeper.savePicture(photo.id, picture);
    return this.alter(item, (now) => ({
      ...now, photos: [...now.photos, photo], savedAt: Date.now(),
    }));
  }

  async dropPhoto(item: Item, photo: PhotoHead): Promise<Item> {
    const next = await this.alter(item, (now) => ({
      ...now, photos: now.photos.filter((one) => one.id !== photo.id), savedAt: Date.now(),
    }));
    await this.theKeeper.dropPicture(photo.id);
    return next;
  }
}

const outbox = shallowReactive(new Outbox());

export function useOutbox(): Outbox {
  return outbox;
}

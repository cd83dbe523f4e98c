// SPDX-License-Identifier: Apache-2.0
// Where items, pictures and what was read are kept: on the phone, or, where the phone may not, only
// as long as the page is open.
import type { Item } from './outbox';

export interface Kept<T> {
  at: number;
  value: T;
}

export interface Keeper {
  /** Whether it outlives the page. */
  readonly isLasting: boolean;
  items(): Promise<Item[]>;
  item(id: string): Promise<Item | undefined>;
  saveItem(item: Item): Promise<void>;
  /**
   * Reads, changes and saves with nobody in between: the form and the sending of the same item do
   * not undo each other. Nothing is saved where `change` gives nothing.
   */
  alterItem(id: string, change: (now: Item | undefined) => Item | undefined):
    Promise<Item | undefined>;
  /** With its pictures. */
  dropItem(item: Item): Promise<void>;
  picture(id: string): Promise<Blob | undefined>;
  savePicture(id: string, picture: Blob): Promise<void>;
  dropPicture(id: string): Promise<void>;
  kept<T>(name: string): Promise<Kept<T> | undefined>;
  keep(name: string, value: unknown, now: number): Promise<void>;
  /** What is older goes. */
  purge(before: number): Promise<void>;
  /** Everything goes, and the key first. */
  erase(): Promise<void>;
}

/** One after another, also where one fails. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const next = this.last.then(work);
    this.last = next.catch(() => undefined);
    return next;
  }
}

/** Why something could not be kept, in words. */
export class KeepingProblem extends Error {
  constructor(readonly reason: 'full' | 'refused', cause?: unknown) {
    super(reason, { cause });
    this.name = 'KeepingProblem';
  }
}

export class MemoryKeeper implements Keeper {
  readonly isLasting = false;
  private readonly itemsById = new Map<string, Item>();
  private readonly pictures = new Map<string, Blob>();
  private readonly values = new Map<string, Kept<unknown>>();

  items(): Promise<Item[]> {
    return Promise.resolve([...this.itemsById.values()]);
  }
  item(id: string): Promise<Item | undefined> {
    return Promise.resolve(this.itemsById.get(id));
  }
  saveItem(item: Item): Promise<void> {
    this.itemsById.set(item.id, item);
    return Promise.resolve();
  }
  alterItem(
    id: string, change: (now: Item | undefined) => Item | undefined,
  ): Promise<Item | undefined> {
    const next = change(this.itemsById.get(id));
    if (next) this.itemsById.set(id, next);
    return Promise.resolve(next);
  }
  dropItem(item: Item): Promise<void> {
    this.itemsById.delete(item.id);
    for (const photo of item.photos) this.pictures.delete(photo.id);
    return Promise.resolve();
  }
  picture(id: string): Promise<Blob | undefined> {
    return Promise.resolve(this.pictures.get(id));
  }
  savePicture(id: string, picture: Blob): Promise<void> {
    this.pictures.set(id, picture);
    return Promise.resolve();
  }
  dropPicture(id: string): Promise<void> {
    this.pictures.delete(id);
    return Promise.resolve();
  }
  kept<T>(name: string): Promise<Kept<T> | undefined> {
    return Promise.resolve(this.values.get(name) as Kept<T> | undefined);
  }
  keep(name: string, value: unknown, now: number): Promise<void> {
    this.values.set(name, { at: now, value });
    return Promise.resolve();
  }
  purge(): Promise<void> {
    return Promise.resolve();
  }
  erase(): Promise<void> {
    this.itemsById.clear();
    this.pictures.clear();
    this.values.clear();
    return Promise.resolve();
  }
}

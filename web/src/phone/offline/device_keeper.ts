// SPDX-License-Identifier: Apache-2.0
// The phone's own database (IndexedDB), one for each account; all of meaning in it is sealed.
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import { type Kept, type Keeper, KeepingProblem, Turns } from './keeper';
import { isUnsent, type Item } from './outbox';
import { newVaultKey, type Sealed, Vault } from './vault';

const kPrefix = 'taizhang-phone.';
const kVersion = 1;

interface Row extends Sealed {
  id: string;
  at: number;
}

interface PhoneSchema extends DBSchema {
  keys: { key: string; value: { id: string; key: CryptoKey } };
  // `unsent` is in the clear: it lets the next account be told that something still waits.
  items: { key: string; value: Row & { unsent: boolean } };
  pictures: { key: string; value: Row };
  kept: { key: string; value: Row };
}
type Database = IDBPDatabase<PhoneSchema>;

export function databaseName(account: string): string {
  return kPrefix + account;
}

function open(name: string, gone?: () => void): Promise<Database> {
  return openDB<PhoneSchema>(name, kVersion, {
    upgrade(database) {
      database.createObjectStore('keys', { keyPath: 'id' });
      database.createObjectStore('items', { keyPath: 'id' });
      database.createObjectStore('pictures', { keyPath: 'id' });
      database.createObjectStore('kept', { keyPath: 'id' });
    },
    // Another tab signs out: it must not wait for this one.
    blocking(_version, _next, event) {
      (event.target as IDBDatabase).close();
      gone?.();
    },
  });
}

// The two who make a key at the same moment must end with the same one.
async function keyOf(database: Database): Promise<CryptoKey> {
  const found = await database.get('keys', 'vault');
  if (found) return found.key;
  const key = await newVaultKey();
  const transaction = database.transaction('keys', 'readwrite');
  const other = await transaction.store.get('vault');
  if (!other) await transaction.store.put({ id: 'vault', key });
  await transaction.done;
  return other?.key ?? key;
}

function problemOf(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  if (thrown.name === 'QuotaExceededError') return new KeepingProblem('full', thrown);
  return new KeepingProblem('refused', thrown);
}

// Two pages of the browser may have the same item open.
async function amongPages<T>(name: string, work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request(`${name}/items`, work) : work();
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw problemOf(thrown);
  }
}

export class DeviceKeeper implements Keeper {
  readonly isLasting = true;
  private readonly turns = new Turns();

  private constructor(
    private readonly name: string, private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** `gone`: its database was taken away, by signing out in another tab. */
  static create(account: string, gone?: () => void): Promise<DeviceKeeper> {
    return guarded(async () => {
      const name = databaseName(account);
      const database = await open(name, gone);
      return new DeviceKeeper(name, database, new Vault(await keyOf(database)));
    });
  }

  async items(): Promise<Item[]> {
    const rows = await guarded(() => this.database.getAll('items'));
    return Promise.all(rows.map((row) => this.vault.open<Item>(`items/${row.id}`, row)));
  }

  async item(id: string): Promise<Item | undefined> {
    const row = await guarded(() => this.database.get('items', id));
    return row && this.vault.open<Item>(`items/${id}`, row);
  }

  async saveItem(item: Item): Promise<void> {
    const sealed = await this.vault.seal(`items/${item.id}`, item);
    await guarded(() => this.database.put('items', {
      id: item.id, at: item.savedAt, unsent: isUnsent(item), ...sealed,
    }));
  }

  alterItem(
    id: string, change: (now: Item | undefined) => Item | undefined,
  ): Promise<Item | undefined> {
    return this.turns.take(() => amongPages(this.name, async () => {
      const next = change(await this.item(id));
      if (next) await this.saveItem(next);
      return next;
    }));
  }

  dropItem(item: Item): Promise<void> {
    return guarded(async () => {
      const transaction = this.database.transaction(['items', 'pictures'], 'readwrite');
      void transaction.objectStore('items').delete(item.id);
      for (const photo of item.photos) void transaction.objectStore('pictures').delete(photo.id);
      await transaction.done;
    });
  }

  async picture(id: string): Promise<Blob | undefined> {
    const row = await guarded(() => this.database.get('pictures', id));
    if (!row) return undefined;
    return new Blob([await this.vault.openBytes(`pictures/${id}`, row)], { type: 'image/jpeg' });
  }

  async savePicture(id: string, picture: Blob): Promise<void> {
    const sealed = await this.vault.sealBytes(`pictures/${id}`, await picture.arrayBuffer());
    await guarded(() => this.database.put('pictures', { id, at: Date.now(), ...sealed }));
  }

  dropPicture(id: string): Promise<void> {
    return guarded(() => this.database.delete('pictures', id));
  }

  async kept<T>(name: string): Promise<Kept<T> | undefined> {
    const row = await guarded(() => this.database.get('kept', name));
    return row && { at: row.at, value: await this.vault.open<T>(`kept/${name}`, row) };
  }

  async keep(name: string, value: unknown, now: number): Promise<void> {
    const sealed = await this.vault.seal(`kept/${name}`, value);
    await guarded(() => this.database.put('kept', { id: name, at: now, ...sealed }));
  }

  purge(before: number): Promise<void> {
    return guarded(async () => {
      const stores = ['items', 'pictures', 'kept'] as const;
      const transaction = this.database.transaction(stores, 'readwrite');
      for (const store of stores) {
        for await (const cursor of transaction.objectStore(store)) {
          if (cursor.value.at < before) await cursor.delete();
        }
      }
      await transaction.done;
    });
  }

  async erase(): Promise<void> {
    // The key goes first: should the rest be cut short, what is left can be read by nobody.
    await guarded(() => this.database.clear('keys'));
    this.database.close();
    await guarded(() => deleteDB(this.name));
  }
}

/** Other accounts of this phone: how many items they still have to send. */
export async function othersUnsent(account: string): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const { name } of await indexedDB.databases()) {
    if (!name?.startsWith(kPrefix) || name === databaseName(account)) continue;
    const database = await open(name);
    const rows = await database.getAll('items');
    database.close();
    found.set(name, rows.filter((row) => row.unsent).length);
  }
  return found;
}

/** What an account left behind when nothing of it is unsent, or nobody came for it in time. */
export async function dropOthers(account: string, before: number): Promise<number> {
  let waiting = 0;
  for (const [name, unsent] of await othersUnsent(account)) {
    const database = await open(name);
    const rows = await database.getAll('items');
    database.close();
    const newest = Math.max(0, ...rows.map((row) => row.at));
    if (unsent === 0 || newest < before) await deleteDB(name);
    else waiting += unsent;
  }
  return waiting;
}

// SPDX-License-Identifier: Apache-2.0
// The chosen file and how it is to be read, in this browser, so that a reload between looking and
// importing loses nothing. Kept for who chose it, for a day, until it is imported or he signs out.
import { deleteDB, type IDBPDatabase, openDB } from 'idb';
import { effectScope, toRaw, watch } from 'vue';
import { useSession } from '@/common/session';
import type { Reading } from './import_request';

const kName = 'taizhang-import';
const kStore = 'files';
const kKeptMilliseconds = 24 * 3_600_000;

export interface KeptFile {
  ledger: string;
  account: string;
  name: string;
  size: number;
  file: Blob;
  reading: Reading;
  /** When, in milliseconds. */
  at: number;
}

export function isStillKept(one: KeptFile, account: string, now: number): boolean {
  return one.account === account && now - one.at < kKeptMilliseconds;
}

function open(): Promise<IDBPDatabase> {
  return openDB(kName, 1, {
    upgrade: (database) => { database.createObjectStore(kStore, { keyPath: 'ledger' }); },
  });
}

// A browser that keeps nothing (private mode) asks for the file again; that is all.
async function tried<T>(act: (database: IDBPDatabase) => Promise<T>): Promise<T | undefined> {
  try {
    const database = await open();
    try {
      return await act(database);
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

let watching = false;

function dropAtSignOut(): void {
  if (watching) return;
  watching = true;
  const session = useSession();
  effectScope(true).run(() => {
    watch(() => session.person, (person) => {
      if (person === null) void deleteDB(kName).catch(() => undefined);
    });
  });
}

export async function keepFile(one: KeptFile): Promise<void> {
  dropAtSignOut();
  const plain = { ...toRaw(one), reading: { ...one.reading, columns: { ...one.reading.columns } } };
  await tried((database) => database.put(kStore, plain));
}

export async function dropFile(ledger: string): Promise<void> {
  await tried((database) => database.delete(kStore, ledger));
}

export async function keptFile(ledger: string, account: string): Promise<KeptFile | undefined> {
  dropAtSignOut();
  return tried(async (database) => {
    const all = (await database.getAll(kStore)) as KeptFile[];
    const stale = all.filter((one) => !isStillKept(one, account, Date.now()));
    for (const one of stale) await database.delete(kStore, one.ledger);
    return all.find((one) => one.ledger === ledger && !stale.includes(one));
  });
}

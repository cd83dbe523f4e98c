// SPDX-License-Identifier: Apache-2.0
// Records at the API: read by pages, written one at a time with the version that was seen.
import { ask, newKey, read, type Schemas } from '@/common/api';
import type { Page, PageAsk } from '@/grid/page_cache';
import type { SentValue } from './field_text';

export type LedgerRecord = Omit<Schemas['Record'], 'fields'> & {
  fields: Readonly<Record<string, unknown>>;
};

export interface RecordPorts {
  patch: (id: string, revision: number, fields: Record<string, SentValue>)
  => Promise<LedgerRecord>;
  create: (fields: Record<string, SentValue>, key: string) => Promise<LedgerRecord>;
  remove: (id: string, revision: number) => Promise<LedgerRecord>;
  restore: (id: string, revision: number) => Promise<LedgerRecord>;
  newKey: () => string;
  /** Later, unless it is called off by what is given back. */
  later: (seconds: number, act: () => void) => () => void;
}

/** What the list is asked for. */
export interface ListQuestion {
  filters: readonly string[];
  q: string;
  sort: string;
  period: string | undefined;
  area: string | undefined;
  bin: boolean;
}

const tag = (revision: number) => `"${revision}"`;

export function portsOf(ledger: string): RecordPorts {
  const path = (record: string) => ({ ledger, record });
  return {
    patch: async (id, revision, fields) => (await ask('patch',
      '/api/v1/ledgers/{ledger}/records/{record}',
      { path: path(id), seen: tag(revision), body: { fields } })).data as LedgerRecord,
    create: async (fields, key) => (await ask('post', '/api/v1/ledgers/{ledger}/records',
      { path: { ledger }, key, body: { fields } })).data as LedgerRecord,
    remove: async (id, revision) => (await ask('delete',
      '/api/v1/ledgers/{ledger}/records/{record}',
      { path: path(id), seen: tag(revision) })).data as LedgerRecord,
    restore: async (id, revision) => (await ask('post',
      '/api/v1/ledgers/{ledger}/records/{record}/restore',
      { path: path(id), seen: tag(revision), key: newKey(), body: {} })).data as LedgerRecord,
    newKey,
    later: (seconds, act) => {
      const timer = setTimeout(act, seconds * 1000);
      return () => { clearTimeout(timer); };
    },
  };
}

export async function readRecord(ledger: string, record: string): Promise<LedgerRecord> {
  return await read('/api/v1/ledgers/{ledger}/records/{record}',
    { path: { ledger, record } }) as LedgerRecord;
}

/** `slim` is the one field that a lean page asks for. */
export async function readPage(
  ledger: string, question: ListQuestion, asked: PageAsk, slim: string | undefined,
): Promise<Page<LedgerRecord>> {
  const { filters, q, sort, period, area, bin } = question;
  const page = await read('/api/v1/ledgers/{ledger}/records', {
    path: { ledger },
    query: {
      limit: asked.count,
      ...(filters.length > 0 ? { filter: [...filters] } : {}),
      ...(q === '' ? {} : { q }),
      ...(sort === '' ? {} : { sort }),
      ...(period === undefined ? {} : { period }),
      ...(area === undefined ? {} : { area }),
      ...(bin ? { bin: 'only' as const } : {}),
      ...(asked.after === undefined ? {} : { after: asked.after }),
      ...(asked.lean && slim !== undefined ? { fields: slim } : {}),
    },
    signal: asked.signal,
  });
  return { rows: page.records as LedgerRecord[], next: page.next };
}

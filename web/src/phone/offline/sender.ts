// SPDX-License-Identifier: Apache-2.0
// What the outbox asks of the server.
import {
  ApiProblem, ask, filled, type GoodOf, read, type Schemas, upload,
} from '@/common/api';
import type { Revision } from './conflict';
import type { PhotoHead, Seen, Values } from './outbox';

export type Record_ = Schemas['Record'];

export interface Sender {
  create(ledger: string, fields: Values, key: string, fromDraft: boolean): Promise<Seen>;
  change(ledger: string, seen: Seen, fields: Values): Promise<Seen>;
  photo(ledger: string, seen: Seen, photo: PhotoHead, bytes: Blob,
    progress: (sent: number, total: number) => void): Promise<void>;
  history(ledger: string, record: string): Promise<readonly Revision[]>;
}

const kRecordMilliseconds = 30_000;
const kPhotoMilliseconds = 120_000;

export function seenOf(record: Record_): Seen {
  return {
    record: record.id, number: record.number, revision: record.revision, fields: record.fields,
    masked: record.masked,
  };
}

export function etagOf(seen: Seen): string {
  return `"${seen.revision}"`;
}

/** A network that neither answers nor fails is given up. */
async function within<T>(
  milliseconds: number, work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const timer = setTimeout(() => { stop.abort(); }, milliseconds);
  try {
    return await work(stop.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** multipart/form-data by hand: upload() takes bytes, and tells how many of them are sent. */
export function photoForm(photo: PhotoHead, bytes: Blob): { body: Blob; type: string } {
  const boundary = `taizhang-${photo.id}`;
  const part = (head: string) => `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n`;
  const pieces: BlobPart[] = [];
  if (photo.field !== null) pieces.push(part('name="field"'), `\r\n${photo.field}\r\n`);
  const name = photo.name.replace(/["\r\n\\]/g, '_');
  pieces.push(part(`name="file"; filename="${name}"`), 'Content-Type: image/jpeg\r\n\r\n', bytes,
    `\r\n--${boundary}--\r\n`);
  return { body: new Blob(pieces), type: `multipart/form-data; boundary=${boundary}` };
}

export const sender: Sender = {
  create: (ledger, fields, key, fromDraft) => within(kRecordMilliseconds, async (signal) => {
    const { data } = await ask('post', '/api/v1/ledgers/{ledger}/records', {
      path: { ledger }, key, signal,
      body: { fields, ...(fromDraft ? { from_draft: true } : {}) },
    });
    return seenOf(data);
  }),

  change: (ledger, seen, fields) => within(kRecordMilliseconds, async (signal) => {
    const { data } = await ask('patch', '/api/v1/ledgers/{ledger}/records/{record}', {
      path: { ledger, record: seen.record }, seen: etagOf(seen), body: { fields }, signal,
    });
    return seenOf(data);
  }),

  photo: (ledger, seen, photo, bytes, progress) => within(kPhotoMilliseconds, async (signal) => {
    const address = filled('/api/v1/ledgers/{ledger}/records/{record}/attachments',
      { ledger, record: seen.record });
    await upload({ address, ...photoForm(photo, bytes), key: photo.key, signal, progress });
  }),

  history: async (ledger, record) => {
    const page = await read('/api/v1/ledgers/{ledger}/records/{record}/history',
      { path: { ledger, record } });
    return page.revisions;
  },
};

/** Of a 412: the record as it is now. */
export function currentOf(thrown: unknown): Seen | undefined {
  if (!(thrown instanceof ApiProblem) || thrown.status !== 412) return undefined;
  const current = thrown.problem.current as Record_ | undefined;
  return current && seenOf(current);
}

export type History = GoodOf<'get', '/api/v1/ledgers/{ledger}/records/{record}/history'>;

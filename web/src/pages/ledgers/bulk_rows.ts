// SPDX-License-Identifier: Apache-2.0
// 作废 and 恢复 of chosen rows, as one batch that can be taken back as one.
import { ask, newKey } from '@/common/api';

export interface BatchDone {
  batch: string;
  records: number;
  refused: number;
  why: string;
}

export async function changeRows(
  ledger: string, action: 'remove' | 'restore', ids: readonly string[],
): Promise<BatchDone> {
  const path = { ledger };
  const preview = (await ask('post', '/api/v1/ledgers/{ledger}/bulk-edits/preview',
    { path, body: { action, records: { ids: [...ids] } } })).data;
  const told = { refused: preview.refused, why: preview.refusals[0]?.message_zh ?? '' };
  if (preview.will_change === 0) return { batch: '', records: 0, ...told };
  const done = (await ask('post', '/api/v1/ledgers/{ledger}/bulk-edits', {
    path, key: newKey(),
    body: { action, records: preview.records, digest: preview.digest },
  })).data;
  return { batch: done.batch, records: done.records, ...told };
}

export async function undoBatch(ledger: string, batch: string): Promise<void> {
  await ask('post', '/api/v1/ledgers/{ledger}/bulk-edits/{batch}/undo',
    { path: { ledger, batch }, body: {}, key: newKey() });
}

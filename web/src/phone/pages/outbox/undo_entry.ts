// SPDX-License-Identifier: Apache-2.0
// Takes an entry back that has already arrived: into the recycle bin of the server, from where it
// can be brought back. What was changed, not made, is not undone here: its history has it.
import { ask, read } from '@/common/api';
import { say } from '@/common/language';
import { note, noteProblem, noteWithUndo } from '@/common/notices';
import { etagOf, seenOf } from '../../offline/sender';
import type { Item } from '../../offline/outbox';
import { useOutbox } from '../../outbox_store';

const kPath = '/api/v1/ledgers/{ledger}/records/{record}';

async function bringBack(item: Item, record: string): Promise<void> {
  const path = { ledger: item.ledger, record };
  try {
    const seen = seenOf(await read(kPath, { path }));
    await ask('post', `${kPath}/restore`, { path, seen: etagOf(seen), body: {} });
    await useOutbox().save(item);
    note(say(`已恢复 ${seen.number}`, `${seen.number} is back`));
  } catch (thrown) {
    noteProblem(thrown);
  }
}

export async function undoEntry(item: Item): Promise<void> {
  if (!item.seen) return;
  const path = { ledger: item.ledger, record: item.seen.record };
  try {
    const seen = seenOf(await read(kPath, { path }));
    await ask('delete', kPath, { path, seen: etagOf(seen) });
    await useOutbox().drop(item);
    noteWithUndo(say(`已作废 ${seen.number}`, `${seen.number} is in the recycle bin`),
      () => bringBack(item, seen.record), say('恢复', 'Bring back'));
  } catch (thrown) {
    noteProblem(thrown);
  }
}

// SPDX-License-Identifier: Apache-2.0
// 作废 and 恢复, each with the way back.
import { ref } from 'vue';
import { ask } from '@/common/api';
import { say } from '@/common/language';
import { note, noteProblem, noteWithUndo } from '@/common/notices';
import { type LedgerRecord, tagOf } from './conflict';

export function useRecordActions(
  ledger: () => string, took: (record: LedgerRecord) => void, failed: () => void,
) {
  const isBusy = ref(false);

  async function doing(act: () => Promise<void>): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    try {
      await act();
    } catch (thrown) {
      noteProblem(thrown);
      failed();
    } finally {
      isBusy.value = false;
    }
  }

  function restore(record: LedgerRecord, name = ledger()): Promise<void> {
    return doing(async () => {
      const answer = await ask('post', '/api/v1/ledgers/{ledger}/records/{record}/restore',
        { path: { ledger: name, record: record.id }, seen: tagOf(record), body: {} });
      took(answer.data);
      note(say(`已恢复 ${record.number}`, `${record.number} is restored`));
    });
  }

  function remove(record: LedgerRecord): Promise<void> {
    const name = ledger();
    return doing(async () => {
      const answer = await ask('delete', '/api/v1/ledgers/{ledger}/records/{record}',
        { path: { ledger: name, record: record.id }, seen: tagOf(record) });
      took(answer.data);
      noteWithUndo(say(`已作废 ${record.number}`, `${record.number} is voided`),
        () => restore(answer.data, name));
    });
  }

  return { isBusy, remove, restore };
}

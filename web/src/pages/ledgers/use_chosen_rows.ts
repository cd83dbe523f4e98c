// SPDX-License-Identifier: Apache-2.0
// The records among the chosen cells, and what is done with all of them at once.
import { computed, shallowRef } from 'vue';
import { say } from '@/common/language';
import { note, noteProblem, noteWithUndo } from '@/common/notices';
import { rangeOf, type Selection, selectionAt } from '@/grid/selection';
import { type BatchDone, changeRows } from './bulk_rows';
import type { LedgerDesk } from './ledger_desk';
import { kBulkRowsMax } from './limits';
import type { LedgerRecord } from './record_ports';

export function useChosenRows(ledger: string, desk: LedgerDesk) {
  const selection = shallowRef<Selection>(selectionAt(0, 0));
  const isBusy = shallowRef(false);

  const records = computed<LedgerRecord[]>(() => {
    if (desk.version.value < 0) return [];
    const { top, bottom } = rangeOf(selection.value);
    const found: LedgerRecord[] = [];
    for (let row = top; row <= bottom && found.length < kBulkRowsMax; row += 1) {
      const record = desk.rows.record(row);
      if (record) found.push(record);
    }
    return found;
  });

  function tell(action: 'remove' | 'restore', done: BatchDone): void {
    const { records: count, refused, why } = done;
    if (count > 0) {
      noteWithUndo(action === 'remove' ? say(`已作废 ${count} 条`, `Removed ${count}`)
        : say(`已恢复 ${count} 条`, `Restored ${count}`), () => desk.undoStep());
    }
    if (refused > 0) note(say(`${refused} 条没有动：${why}`, `${refused} left as they are: ${why}`));
  }

  async function act(action: 'remove' | 'restore'): Promise<void> {
    const wanted = action === 'remove';
    const ids = records.value.filter((record) => record.deleted !== wanted)
      .map((record) => record.id);
    if (ids.length === 0) return;
    isBusy.value = true;
    try {
      const done = await changeRows(ledger, action, ids);
      if (done.records > 0) {
        desk.remember({
          cells: [], begun: [], batch: { id: done.batch, records: ids, action },
        });
      }
      tell(action, done);
      await desk.renewAll(ids);
    } catch (thrown) {
      noteProblem(thrown);
    }
    isBusy.value = false;
  }

  return { selection, records, isBusy, act };
}

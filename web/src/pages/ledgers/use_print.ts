// SPDX-License-Identifier: Apache-2.0
// 打印: what is asked for is read, put on the sheet, and the browser's dialog opened.
import { nextTick, onBeforeUnmount, onMounted, shallowRef } from 'vue';
import { noteProblem } from '@/common/notices';
import type { GridColumn } from '@/grid/types';
import type { LedgerDesk } from './ledger_desk';
import { type PrintedRows, readToPrint, rowsToPrint } from './print_rows';

export function usePrint(desk: LedgerDesk, columns: () => readonly GridColumn[]) {
  const sheet = shallowRef<PrintedRows>();
  const isReading = shallowRef(false);

  const put = () => {
    sheet.value = rowsToPrint(desk.rows, desk.list.rows.value, columns());
  };
  // By the browser's own menu: what is read so far.
  const before = () => { if (!sheet.value) put(); };
  const after = () => { sheet.value = undefined; };
  onMounted(() => {
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('beforeprint', before);
    window.removeEventListener('afterprint', after);
  });

  async function print(): Promise<void> {
    isReading.value = true;
    try {
      await readToPrint(desk.list);
      put();
      await nextTick();
      window.print();
    } catch (thrown) {
      noteProblem(thrown);
    }
    isReading.value = false;
  }
  return { sheet, isReading, print };
}

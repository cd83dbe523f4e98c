// SPDX-License-Identifier: Apache-2.0
// The chosen file and how it is to be read; kept in this browser, so that a reload loses neither.
import { ref, shallowRef } from 'vue';
import { useSession } from '@/common/session';
import { fileMistake, kPlainReading, type Reading } from './import_request';
import { dropFile, keepFile, keptFile } from './kept_file';
import { sheetNames } from './workbook_sheets';

export interface ChosenFile {
  name: string;
  size: number;
  blob: Blob;
}

export function useChosenFile(ledger: string) {
  const session = useSession();
  const file = shallowRef<ChosenFile>();
  const mistake = ref('');
  const reading = ref<Reading>({ ...kPlainReading, columns: {} });
  const sheets = ref<string[]>([]);
  const account = () => session.person?.name ?? '';

  async function take(chosen: ChosenFile): Promise<void> {
    file.value = chosen;
    sheets.value = await sheetNames(chosen.blob);
    // Next month's table has the same columns, but not this month's sheet.
    if (sheets.value.length > 0 && !sheets.value.includes(reading.value.sheet)) {
      reading.value = { ...reading.value, sheet: '' };
    }
  }

  async function keep(): Promise<void> {
    if (!file.value) return;
    const { name, size, blob } = file.value;
    await keepFile({
      ledger, account: account(), name, size, file: blob, reading: reading.value, at: Date.now(),
    });
  }

  /** False where the file cannot be sent; `mistake` says why. */
  async function choose(chosen: File): Promise<boolean> {
    mistake.value = fileMistake(chosen);
    if (mistake.value !== '') return false;
    await take({ name: chosen.name, size: chosen.size, blob: chosen });
    await keep();
    return true;
  }

  async function forget(): Promise<void> {
    file.value = undefined;
    sheets.value = [];
    mistake.value = '';
    reading.value = { ...kPlainReading, columns: {} };
    await dropFile(ledger);
  }

  /** What was here before the reload; nothing where another file has been chosen meanwhile. */
  async function restore(): Promise<boolean> {
    const found = await keptFile(ledger, account());
    if (!found || file.value) return false;
    reading.value = found.reading;
    await take({ name: found.name, size: found.size, blob: found.file });
    return true;
  }

  return { file, mistake, reading, sheets, choose, keep, forget, restore };
}

// SPDX-License-Identifier: Apache-2.0
// What an import asks the server for: the file, how it is to be read, and whether only to look.
import { filled, queryText } from '@/common/api';
import { bytes } from '@/common/format';
import { say } from '@/common/language';

export const kFileBytesMax = 256 * 1024 * 1024;
export const kFileKinds = ['.xlsx', '.csv', '.xls', '.et'] as const;
const kFileNameBytesMax = 120;

export type DateOrder = '' | 'dmy' | 'mdy';

/** How the file is to be read. */
export interface Reading {
  sheet: string;
  dateOrder: DateOrder;
  /** The field's title by the header of the file: 备考 → 备注. */
  columns: Record<string, string>;
}

export const kPlainReading: Readonly<Reading> = { sheet: '', dateOrder: '', columns: {} };

export interface Wanted extends Reading {
  ledger: string;
  file: string;
  trial: boolean;
  /** One row that is wrong, and nothing is imported. */
  whole: boolean;
}

/** Why the file cannot be sent; empty where it can. */
export function fileMistake(file: { name: string; size: number }): string {
  const name = file.name.toLowerCase();
  if (!kFileKinds.some((kind) => name.endsWith(kind))) {
    return say(`“${file.name}”不是表格。能导入 ${kFileKinds.join(' ')}`,
      `“${file.name}” is no table. These can be imported: ${kFileKinds.join(' ')}`);
  }
  if (file.size === 0) {
    return say(`“${file.name}”是空的。在 WPS 里存好、关掉，再选一次`,
      `“${file.name}” is empty. Save and close it, then choose it again`);
  }
  if (file.size > kFileBytesMax) {
    return say(
      `“${file.name}”有 ${bytes(file.size)}，一次最多 ${bytes(kFileBytesMax)}。分成几个文件导入`,
      `“${file.name}” has ${bytes(file.size)}, the most is ${bytes(kFileBytesMax)}. Split it`);
  }
  return '';
}

/** The server wants a short name; the ending says what it is. */
export function sentName(name: string): string {
  const size = (text: string) => new TextEncoder().encode(text).length;
  const dot = name.lastIndexOf('.');
  const ending = dot < 0 ? '' : name.slice(dot);
  const letters = [...(dot < 0 ? name : name.slice(0, dot))];
  while (letters.length > 1 && size(letters.join('') + ending) > kFileNameBytesMax) letters.pop();
  return letters.join('') + ending;
}

export function importAddress(wanted: Wanted): string {
  const given = (text: string) => (text.trim() === '' ? undefined : text.trim());
  return filled('/api/v1/ledgers/{ledger}/imports', { ledger: wanted.ledger }) + queryText({
    name: sentName(wanted.file),
    dry_run: wanted.trial ? 'true' : undefined,
    all_or_nothing: wanted.whole ? 'true' : undefined,
    sheet: given(wanted.sheet),
    date_order: given(wanted.dateOrder),
    column: Object.entries(wanted.columns).filter(([, field]) => field !== '')
      .map(([header, field]) => `${header}=${field}`),
  });
}

/** A table that opens in WPS as it is: the header that an import of the ledger knows. */
export function headerTable(titles: readonly string[]): Blob {
  const cells = titles.map((title) =>
    /[",\r\n]/.test(title) ? `"${title.replaceAll('"', '""')}"` : title);
  // Without the mark, WPS and Excel take UTF-8 for GB18030.
  return new Blob(['\uFEFF', cells.join(','), '\r\n'], { type: 'text/csv;charset=utf-8' });
}

// SPDX-License-Identifier: Apache-2.0
import { saveFile } from '@/common/api';

const kKeptMilliseconds = 60_000;

/** Lets the browser save what was made in the page. */
export function saveTable(table: Blob, name: string): void {
  const address = URL.createObjectURL(table);
  saveFile(address, name);
  // Not at once: the browser may ask where to put it.
  setTimeout(() => { URL.revokeObjectURL(address); }, kKeptMilliseconds);
}

// SPDX-License-Identifier: Apache-2.0
import { say } from '@/common/language';
import type { State } from '@/common/states';

/** A mark for the server's word: 未导完, 已导入, 已撤回. */
export function batchMark(status: string): { state: State; word: string } {
  switch (status) {
    case '未导完': return { state: 'missing', word: say('未导完', 'Half done') };
    case '已导入': return { state: 'done', word: say('已导入', 'Imported') };
    case '已撤回': return { state: 'suspended', word: say('已撤回', 'Taken back') };
    default: return { state: 'draft', word: status };
  }
}

/** Whether every word stands in the ledger's title or the file's name. */
export function fits(batch: { ledger: string; file: string }, words: string): boolean {
  const text = `${batch.ledger} ${batch.file}`.toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

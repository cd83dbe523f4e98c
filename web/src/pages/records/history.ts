// SPDX-License-Identifier: Apache-2.0
// 留痕 of a record: who, when, from what to what, why.
import type { GoodOf } from '@/common/api';
import { say } from '@/common/language';

export type Revision =
  GoodOf<'get', '/api/v1/ledgers/{ledger}/records/{record}/history'>['revisions'][number];

export function actionWord(revision: Revision): string {
  switch (revision.action) {
    case 'created': return revision.batch === null ? say('录入', 'Entered') : say('导入', 'Imported');
    case 'changed': return revision.batch === null ? say('改', 'Changed')
      : say('批量改', 'Changed with others');
    case 'deleted': return say('作废', 'Voided');
    case 'restored': return say('恢复', 'Restored');
    case 'purged': return say('到期清除个人信息', 'Personal data erased');
    case 'attachment_added': return say('添附件', 'Files added');
    case 'attachment_removed': return say('删附件', 'Files removed');
    case 'attachment_restored': return say('恢复附件', 'Files restored');
  }
}

/** 导入 9 项 · 改 2 项 · 添附件 1 份 */
export function summary(revision: Revision): string {
  const word = actionWord(revision);
  if (revision.attachments.length > 0) {
    return say(`${word} ${revision.attachments.length} 份`,
      `${word}: ${revision.attachments.length}`);
  }
  return revision.changes.length === 0 ? word
    : say(`${word} ${revision.changes.length} 项`, `${word}: ${revision.changes.length} fields`);
}

/** An account; or the program itself, at the command line of the server. */
export function actorName(actor: string): string {
  return actor.startsWith('cli:') ? say('服务器命令行', 'The server’s command line') : actor;
}

/** Newest first; of one moment, the later revision. */
export function newestFirst(revisions: readonly Revision[]): Revision[] {
  return [...revisions].sort((one, other) => other.revision - one.revision);
}

// SPDX-License-Identifier: Apache-2.0
// Where a job is gone on with, and what to do about one that came to nothing.
import { isOver, isTrial, type Job, jobNote } from '@/common/job_words';
import { say } from '@/common/language';
import { places } from '@/common/places';

export interface JobLink {
  word: string;
  to: { path: string; query?: Record<string, string> };
}

/** Back into the import wizard, where it stood; to the ledger of an export; to the reports. */
export function jobLink(job: Job): JobLink | undefined {
  switch (job.kind) {
    case 'import': {
      const path = places.importInto(job.subject);
      const wroteNothing = isTrial(job) || (isOver(job) && job.outcome === null);
      const trial = jobNote(job.id)?.trial ?? wroteNothing;
      const query: Record<string, string> = { [trial ? 'check' : 'job']: job.id };
      if (job.state === 'failed' || (job.outcome?.rejected ?? 0) > 0) {
        return { word: say('改好再导', 'Mend and import'), to: { path, query } };
      }
      return { word: trial ? say('接着入账', 'Go on') : say('看结果', 'What came of it'),
        to: { path, query } };
    }
    case 'export':
      return { word: say('看台账', 'The ledger'), to: { path: places.ledger(job.subject) } };
    case 'report': return { word: say('看报告', 'The reports'), to: { path: places.reports() } };
    case 'undo': return { word: say('看批次', 'The imports'), to: { path: '/imports' } };
  }
}

/** In a sentence, what its maker can do. Empty for one that went well. */
export function whatToDo(job: Job): string {
  if (job.state === 'cancelled') {
    return job.kind === 'import' && job.batch !== null
      ? say('写入的行都完整。再导入同一个文件就接着导，不要就撤回这一批。',
        'What is in is whole. Import the file again to go on, or take the batch back.')
      : say('没有留下什么，要的话再办一次。', 'Nothing was left. Ask again if you want it.');
  }
  if (job.state !== 'failed') return '';
  const code = job.error?.code ?? '';
  if (code === 'interrupted' && job.kind === 'import') {
    return say('再导入同一个文件就接着导，不要就撤回这一批。',
      'Import the same file again to go on, or take the batch back.');
  }
  if (code === 'forbidden') {
    return say('权限变了。权限由安全管理员给。', 'Permissions changed; ask the security administrator.');
  }
  if (job.kind === 'import') {
    return say('照上面说的改好文件，再传。什么也没有写。', 'Mend the file and send it again.');
  }
  if (job.kind === 'undo') {
    return say('先处理上面说的条目，再撤回；或者一条一条改。', 'See to those records first.');
  }
  return code === 'interrupted' || code === 'io' || code === 'busy'
    ? say('过一会儿再办一次；还不行就报给管理员。', 'Ask again later, or tell the administrator.')
    : say('照上面说的改条件，再办一次。', 'Change what was asked for, and ask again.');
}

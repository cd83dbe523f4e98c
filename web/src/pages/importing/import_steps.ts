// SPDX-License-Identifier: Apache-2.0
// Where an import stands, told from its jobs alone, so that it is the same after a reload.
import { isOver, type Job } from '@/common/job_words';
import { say } from '@/common/language';
import { headerTrouble } from './column_match';

export type Stage =
  /** No file yet. */
  | 'choose'
  /** The file goes to the server. */
  | 'sending'
  /** The server looks through it. */
  | 'looking'
  /** Columns have to be matched before it can be looked through. */
  | 'columns'
  /** Looked through: what would be, and what to do. */
  | 'looked'
  /** It could not be looked through. */
  | 'refused'
  /** It is being imported. */
  | 'importing'
  /** It is over, one way or the other. */
  | 'over';

export interface Standing {
  sending: boolean;
  /** Of the trial. */
  check: Job | undefined;
  hasCheck: boolean;
  /** Of the import itself. */
  job: Job | undefined;
  hasJob: boolean;
}

export function stageOf({ sending, check, hasCheck, job, hasJob }: Standing): Stage {
  if (sending) return 'sending';
  if (hasJob) return job && isOver(job) ? 'over' : 'importing';
  if (!hasCheck) return 'choose';
  if (!check || !isOver(check)) return 'looking';
  if (check.state === 'done') return 'looked';
  return headerTrouble(check) ? 'columns' : 'refused';
}

export interface Step {
  title: string;
  state: 'done' | 'on' | 'ahead';
}

// 模板 · 上传 · 对列 · 试算 · 入账
function stepAt(stage: Stage, isTrialSent: boolean): number {
  switch (stage) {
    case 'choose': return 1;
    case 'sending': return isTrialSent ? 1 : 4;
    case 'columns': return 2;
    case 'looking':
    case 'looked':
    case 'refused': return 3;
    case 'importing': return 4;
    case 'over': return 5;
  }
}

export function stepsOf(stage: Stage, isTrialSent = true): Step[] {
  const at = stepAt(stage, isTrialSent);
  const titles = [say('备表', 'Table'), say('上传', 'Upload'), say('对列', 'Columns'),
    say('试算', 'Trial'), say('确认入账', 'Import')];
  return titles.map((title, index) => ({
    title, state: index < at ? 'done' : index === at ? 'on' : 'ahead',
  }));
}

export interface Counts {
  added: number;
  changed: number;
  same: number;
  rejected: number;
  zeroReports: number;
  all: number;
  /** What an import would write. */
  toWrite: number;
}

export function countsOf(job: Pick<Job, 'outcome'>): Counts {
  const { added = 0, changed = 0, same = 0, rejected = 0, zero_reports: zeroReports = 0 } =
    job.outcome ?? {};
  return {
    added, changed, same, rejected, zeroReports,
    all: added + changed + same + rejected + zeroReports,
    toWrite: added + changed + zeroReports,
  };
}

/** Rows that are wrong, of the mistakes that are told: a row may have several. */
export function rowsTold(errors: readonly { sheet: string; row: number }[]): number {
  return new Set(errors.map((one) => `${one.sheet}\n${one.row}`)).size;
}

/** The letter before the header, B（办理日期）, helps who looks at the sheet. */
export function columnParts(column: string): { letter: string; title: string } {
  const match = /^([A-Z]{1,3})（(.*)）$/.exec(column);
  return match ? { letter: match[1] ?? '', title: match[2] ?? '' } : { letter: '', title: column };
}

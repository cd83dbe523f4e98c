// SPDX-License-Identifier: Apache-2.0
// Long work in words: what it is, how far, what came of it.
import type { Schemas } from './api';
import { count, span } from './format';
import { keep, kept } from './keeping';
import { say } from './language';
import type { State } from './states';

export type Job = Schemas['Job'];
export type JobMistake = NonNullable<Job['details']>['errors'][number];

export function isOver(job: Pick<Job, 'state'>): boolean {
  return job.state !== 'queued' && job.state !== 'running';
}

/** Words of a state, and its mark. */
export function jobState(job: Pick<Job, 'state' | 'cancelling'>): { state: State; word: string } {
  if (job.cancelling) return { state: 'doing', word: say('正在取消', 'Cancelling') };
  switch (job.state) {
    case 'queued': return { state: 'draft', word: say('排队', 'Queued') };
    case 'running': return { state: 'doing', word: say('在办', 'Running') };
    case 'done': return { state: 'done', word: say('办成', 'Done') };
    case 'failed': return { state: 'overdue', word: say('没有办成', 'Failed') };
    case 'cancelled': return { state: 'suspended', word: say('已取消', 'Cancelled') };
  }
}

/** 1,200 / 约 3,000 行 · 每秒 800 行 · 约剩 3 秒 */
export function progressText(progress: Job['progress']): string {
  const parts: string[] = [];
  if (progress.done > 0) {
    const of = progress.of === null ? ''
      : say(` / 约 ${count(progress.of)}`, ` of about ${count(progress.of)}`);
    parts.push(say(`${count(progress.done)}${of} 行`, `${count(progress.done)}${of} rows`));
  }
  if (progress.per_second) {
    parts.push(say(`每秒 ${count(progress.per_second)} 行`, `${count(progress.per_second)} a second`));
  }
  if (progress.seconds_left !== null && progress.share > 0 && progress.share < 1) {
    const left = span(Math.max(1, progress.seconds_left));
    parts.push(say(`约剩 ${left}`, `about ${left} left`));
  }
  return parts.join(' · ');
}

function importText(outcome: NonNullable<Job['outcome']>): string {
  if (outcome.imported_before) {
    return say('这个文件以前导入过，没有再导入', 'This file was imported before');
  }
  const counts: [number | undefined, string, string][] = [
    [outcome.added, '新增', 'added'], [outcome.changed, '更改', 'changed'],
    [outcome.same, '相同', 'the same'], [outcome.rejected, '有错', 'with mistakes'],
    [outcome.zero_reports, '零报告', 'zero reports'],
  ];
  const text = counts.filter(([value]) => value !== undefined && value > 0)
    .map(([value, zh, en]) => say(`${zh} ${count(value)}`, `${count(value)} ${en}`)).join(' · ');
  const told = text === '' ? say('没有行', 'No rows') : text;
  return outcome.taken_back ? say(`${told} · 整张没有入`, `${told} · nothing was kept`) : told;
}

function reportText(outcome: NonNullable<Job['outcome']>): string {
  const all = count(outcome.figures ?? 0);
  const figures = say(`${all} 个数字`, `${all} figures`);
  const missing = outcome.missing ?? 0;
  return missing === 0 ? figures : figures + say(`，缺 ${missing} 个`, `, ${missing} missing`);
}

function undoText(outcome: NonNullable<Job['outcome']>): string {
  const removed = outcome.removed ?? 0;
  const reverted = outcome.reverted ?? 0;
  const parts = [
    removed === 0 ? '' : say(`移出 ${count(removed)} 条`, `${count(removed)} removed`),
    reverted === 0 ? '' : say(`改回 ${count(reverted)} 条`, `${count(reverted)} changed back`),
  ].filter((part) => part !== '');
  return parts.join(say('，', ', ')) || say('没有条目可撤', 'There was nothing to take back');
}

/** What came of it, in a line; empty where nothing did. */
export function outcomeText(job: Pick<Job, 'kind' | 'outcome'>): string {
  const { outcome } = job;
  if (!outcome || Object.keys(outcome).length === 0) return '';
  switch (job.kind) {
    case 'import': return importText(outcome);
    case 'export': return say(`${count(outcome.records ?? 0)} 条`,
      `${count(outcome.records ?? 0)} records`);
    case 'report': return reportText(outcome);
    case 'undo': return undoText(outcome);
  }
}

/** An import that only looked: it has counts, but neither a batch nor a reason for having none. */
export function isTrial(job: Pick<Job, 'kind' | 'state' | 'batch' | 'outcome'>): boolean {
  return job.kind === 'import' && job.state === 'done' && job.batch === null &&
    job.outcome?.imported_before !== true && job.outcome?.taken_back !== true;
}

/** What this browser knows of a job that it asked for: the API does not tell. */
export interface JobNote {
  file: string;
  trial: boolean;
}

const kNotesPlace = 'jobs';
const kNotesMax = 60;

function readNotes(): [string, JobNote][] {
  try {
    const found = JSON.parse(kept(kNotesPlace) ?? '[]') as unknown;
    return Array.isArray(found) ? (found as [string, JobNote][]) : [];
  } catch {
    return [];
  }
}

export function noteJob(job: string, what: JobNote): void {
  const notes = readNotes().filter(([id]) => id !== job);
  keep(kNotesPlace, JSON.stringify([[job, what], ...notes].slice(0, kNotesMax)));
}

export function jobNote(job: string): JobNote | undefined {
  return readNotes().find(([id]) => id === job)?.[1];
}

export function jobTitle(
  job: Pick<Job, 'id' | 'kind' | 'state' | 'batch' | 'outcome' | 'subject'>,
  ledgerTitle: (name: string) => string,
): string {
  switch (job.kind) {
    case 'import': {
      const trial = jobNote(job.id)?.trial ?? isTrial(job);
      const title = ledgerTitle(job.subject);
      return trial ? say(`试算导入 · ${title}`, `Trial import · ${title}`)
        : say(`导入 · ${title}`, `Import · ${title}`);
    }
    case 'export': return say(`导出 · ${ledgerTitle(job.subject)}`,
      `Export · ${ledgerTitle(job.subject)}`);
    case 'report': return say(`报告 · ${job.subject}`, `Report · ${job.subject}`);
    case 'undo': return say('撤回一批导入', 'Undo of an import');
  }
}

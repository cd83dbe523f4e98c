// SPDX-License-Identifier: Apache-2.0
// Long work of one's own, as the workbench shows it: what wants mending, what runs, what is done.
import { isOver, type Job, jobState, outcomeText, progressText } from '@/common/job_words';
import type { State } from '@/common/states';

/** An import that failed, or left rows out; also one that only looked. */
export function wantsMending(job: Job): boolean {
  return job.kind === 'import' &&
    (job.state === 'failed' || (job.state === 'done' && (job.outcome?.rejected ?? 0) > 0));
}

export function taskMark(job: Job): { state: State; word: string } {
  const found = jobState(job);
  return found.state === 'done' && wantsMending(job) ? { ...found, state: 'missing' } : found;
}

/** One line: what came of it, or how far it is. `why`, where it is known why it failed. */
export function taskLine(job: Job, why = job.error?.detail): string {
  if (job.state === 'failed') return why ?? '';
  if (job.state === 'cancelled') return jobState(job).word;
  return isOver(job) ? outcomeText(job) : progressText(job.progress);
}

/** What runs, then what wants mending, then the rest as it comes. */
export function inOrder(jobs: readonly Job[]): Job[] {
  const rank = (job: Job) => isOver(job) ? wantsMending(job) ? 1 : 2 : 0;
  return [...jobs].sort((a, b) => rank(a) - rank(b));
}

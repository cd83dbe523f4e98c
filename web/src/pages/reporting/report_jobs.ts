// SPDX-License-Identifier: Apache-2.0
// A report is written by a job: asked for, waited for, its file fetched, the job cleared away.
import { ask, newKey, read, saveFile } from '@/common/api';
import { isOver, type Job } from '@/common/job_words';
import { ApiProblem } from '@/common/problem';
import { checkDocument, type ReportDocument } from './report_document';

export type { Job } from '@/common/job_words';
export type ReportFormat = 'docx' | 'html' | 'md' | 'json';

export interface ReportAsked {
  template: string;
  format: ReportFormat;
  period: string;
  /** A code. */
  area: string | undefined;
}

const kFirstLookMilliseconds = 120;
const kLookMillisecondsMax = 1_500;

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('report left off', 'AbortError'));
    }, { once: true });
  });
}

async function leaveOff(job: string): Promise<void> {
  // It may be over by now; then there is nothing to leave off.
  await ask('post', '/api/v1/jobs/{job}/cancel', { path: { job }, body: {}, key: newKey() })
    .catch(() => undefined);
}

/** Asks for a report and waits until it is written. Aborted, it leaves the job off. */
export async function writeReport(
  asked: ReportAsked, seen: (job: Job) => void = () => undefined, signal?: AbortSignal,
): Promise<Job> {
  let job = (await ask('post', '/api/v1/reports', {
    body: {
      report: asked.template, format: asked.format, period: asked.period,
      ...(asked.area === undefined ? {} : { area: asked.area }),
    },
    key: newKey(),
  })).data;
  seen(job);
  try {
    for (let wait = kFirstLookMilliseconds; !isOver(job);) {
      await pause(wait, signal);
      wait = Math.min(wait * 1.5, kLookMillisecondsMax);
      job = await read('/api/v1/jobs/{job}', { path: { job: job.id } });
      seen(job);
    }
  } catch (thrown) {
    if (signal?.aborted) await leaveOff(job.id);
    throw thrown;
  }
  if (job.error) throw new ApiProblem(job.error.status, job.error);
  return job;
}

/** The report as data, for the page. What the job kept for it is not needed any longer. */
export async function readReport(
  asked: Omit<ReportAsked, 'format'>, seen?: (job: Job) => void, signal?: AbortSignal,
): Promise<ReportDocument> {
  const job = await writeReport({ ...asked, format: 'json' }, seen, signal);
  const file: unknown = await read('/api/v1/jobs/{job}/result', { path: { job: job.id } });
  await ask('delete', '/api/v1/jobs/{job}', { path: { job: job.id } }).catch(() => undefined);
  return checkDocument(file);
}

/** Writes a file and lets the browser save it; the job stays for a while, to fetch it again. */
export async function saveReport(
  asked: ReportAsked, seen?: (job: Job) => void, signal?: AbortSignal,
): Promise<string> {
  const job = await writeReport(asked, seen, signal);
  if (job.result) saveFile(job.result.href, job.result.name);
  return job.result?.name ?? '';
}

export function reportKey(template: string, period: string, area: string | undefined) {
  return ['report', template, period, area ?? ''] as const;
}

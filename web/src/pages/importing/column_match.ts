// SPDX-License-Identifier: Apache-2.0
// Which column of the file is which field: what the server did not know, and what it says of it.
import type { Job } from '@/common/job_words';
import { say } from '@/common/language';

export interface UnknownColumn {
  header: string;
  /** The title of a field that it may be; empty for none. */
  suggestion: string;
}

const kPair = /“([^”]+)”就是“([^”]+)”的话，加 [^；]*/g;

export interface HeaderTrouble {
  /** Required columns that the table does not have. */
  missing: string[];
  /** Columns that may be one of them under another name. */
  unknown: UnknownColumn[];
}

/**
 * Of an import that failed at the header: what is missing, and what may be it. Undefined where it
 * failed for another reason.
 */
export function headerTrouble(
  job: Pick<Job, 'state' | 'kind' | 'error'>,
): HeaderTrouble | undefined {
  if (job.kind !== 'import' || job.state !== 'failed') return undefined;
  const found = job.error?.errors?.find((one) => one.message_zh.startsWith('表头缺少'));
  if (!found) return undefined;
  const told = found.expected_zh ?? '';
  const unknown = [...told.matchAll(kPair)]
    .map(([, header = '', suggestion = '']) => ({ header, suggestion }));
  const missing = (told.split('；')[0] ?? '').split('、').filter((name) => name !== '');
  return { missing, unknown };
}

export function headerText({ missing, unknown }: HeaderTrouble): string {
  const lacks = say(`表头里没有必填的列：${missing.join('、')}。`,
    `Required columns are missing: ${missing.join(', ')}. `);
  return lacks + unknown.map(({ header, suggestion }) =>
    say(`“${header}”可能就是“${suggestion}”。`, `“${header}” may be “${suggestion}”. `)).join('');
}

/** Columns to be matched: what the server did not know, and what was matched by hand before. */
export function columnsToMatch(
  unknown: readonly UnknownColumn[], chosen: Readonly<Record<string, string>>,
): UnknownColumn[] {
  const known = new Set(unknown.map((one) => one.header));
  const added = Object.keys(chosen).filter((header) => !known.has(header));
  return [...unknown, ...added.map((header) => ({ header, suggestion: chosen[header] ?? '' }))];
}

/** Whether the file has to be looked at again: it would be read otherwise. */
export function differ(
  left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>,
): boolean {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].some((name) => (left[name] ?? '') !== (right[name] ?? ''));
}

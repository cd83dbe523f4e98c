// SPDX-License-Identifier: Apache-2.0
// From what a list shows to what an export holds. What the export cannot be asked for is said.
import { say } from '@/common/language';
import type { Field } from '@/common/ledgers';

export type ExportFormat = 'xlsx' | 'csv' | 'jsonl';

/** The parameters of the list, as the grid and the record page have them. */
export interface ListQuery {
  filters?: readonly string[] | undefined;
  filter?: string | readonly string[] | undefined;
  q?: string | undefined;
  sort?: string | undefined;
  period?: string | undefined;
  area?: string | undefined;
  view?: string | undefined;
  bin?: boolean | string | undefined;
}

export interface ExportBody {
  format: ExportFormat;
  period?: string;
  area?: string;
  filters?: string[];
  reason?: string;
}

function listed(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

export function exportBody(
  query: ListQuery, format: ExportFormat, areaCode: string | undefined, reason: string,
): ExportBody {
  const filters = [...listed(query.filters), ...listed(query.filter)];
  return {
    format,
    ...(query.period ? { period: query.period } : {}),
    ...(areaCode ? { area: areaCode } : {}),
    ...(filters.length > 0 ? { filters } : {}),
    ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
  };
}

/** What the list does that an export does not; empty where the two hold the same records. */
export function notExported(query: ListQuery): string[] {
  return [
    query.q ? say(`查找“${query.q}”`, `the search “${query.q}”`) : '',
    query.view ? say('视图的条件', 'the conditions of the view') : '',
    query.bin ? say('回收站', 'the recycle bin') : '',
  ].filter((part) => part !== '');
}

/** Fields that are masked, for who may say why he needs them; files are in no table. */
export function personalTitles(fields: readonly Field[]): string[] {
  return fields.filter((field) => field.personal && !field.retired && field.type !== 'attachment')
    .map((field) => field.title);
}

export function exportedTitles(fields: readonly Field[]): string[] {
  return [say('编号', 'Number'), ...fields
    .filter((field) => !field.retired && field.type !== 'attachment').map((field) => field.title)];
}

// SPDX-License-Identifier: Apache-2.0
// Columns of the grid, made from the fields of a ledger.
import type { Field } from '@/common/ledgers';
import { say } from '@/common/language';
import type { GridColumn } from '@/grid/types';
import { isNumber } from './field_text';

/** What every record has: its number. */
export const kNumberKey = '@number';

const kWidths: Record<string, number> = {
  date: 104, datetime: 144, money: 116, integer: 84, decimal: 96, boolean: 76, person: 96,
  id_number: 172, phone: 124, area: 132, unit: 148, attachment: 76, reference: 96, point: 156,
  long_text: 240, address: 220, multi_choice: 168, text: 152,
};
const kCharacter = 13;
const kAround = 18;
const kHeadAround = 30;
const kChoiceMax = 160;

function width(field: Field): number {
  const title = field.title.length * kCharacter + kHeadAround + (field.personal ? 16 : 0);
  const longest = Math.max(0, ...field.choices.map((choice) => choice.title.length));
  const value = field.type === 'choice'
    ? Math.min(longest * kCharacter + kAround, kChoiceMax) : kWidths[field.type] ?? 140;
  return Math.max(title, value, 72);
}

function series(field: Field): GridColumn['series'] {
  if (isNumber(field)) return 'number';
  if (field.type === 'date') return 'date';
  return field.type === 'text' && !field.personal ? 'text' : 'copy';
}

export function columnOf(field: Field): GridColumn {
  return {
    key: field.name,
    title: field.type === 'money' ? say(`${field.title}（元）`, `${field.title} (yuan)`)
      : field.title,
    width: width(field),
    align: isNumber(field) ? 'right' : 'left',
    series: series(field),
    locked: field.personal,
    required: field.required,
  };
}

export function numberColumn(): GridColumn {
  return {
    key: kNumberKey, title: say('受理编号', 'Number'), width: 128, align: 'left', series: 'copy',
  };
}

// SPDX-License-Identifier: Apache-2.0
// A value as it is read: of a record, of its history, of a form.
import { moment } from '@/common/dates';
import { grouped, kNotGiven, yuan } from '@/common/format';
import { say } from '@/common/language';
import { choiceTitle, type Field } from '@/common/ledgers';

interface Named {
  id: string;
  name?: string;
}

function named(value: object): string {
  const { id, name } = value as Named;
  return name === undefined || name === '' ? `#${id}` : name;
}

/** — where nothing is given. A masked value is text already. */
export function valueText(field: Field | undefined, value: unknown): string {
  if (value === null || value === undefined || value === '') return kNotGiven;
  if (Array.isArray(value)) {
    if (field?.type === 'attachment') return say(`${value.length} 份`, `${value.length} files`);
    return value.map((code) => field ? choiceTitle(field, String(code)) : String(code)).join('、');
  }
  if (typeof value === 'object') return named(value);
  if (typeof value === 'boolean') return value ? say('是', 'Yes') : say('否', 'No');
  const text = String(value);
  switch (field?.type) {
    case 'money': return yuan(text);
    case 'integer':
    case 'decimal': return grouped(text);
    case 'choice': return choiceTitle(field, text);
    case 'datetime': return /^\d{4}-\d{2}-\d{2}T/.test(text) ? moment(text) : text;
    default: return text;
  }
}

export function isFigure(field: Field): boolean {
  return ['money', 'integer', 'decimal'].includes(field.type);
}

/** Takes a whole line: what may be long. */
export function isBroad(field: Field): boolean {
  return ['long_text', 'address', 'multi_choice', 'attachment'].includes(field.type);
}

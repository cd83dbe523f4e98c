// SPDX-License-Identifier: Apache-2.0
// Values of the API as text: as they are shown, as one would type them, and as they are sent back.
import { isDay, officeTime, today } from '@/common/dates';
import { yuan } from '@/common/format';
import { choiceTitle, type Field } from '@/common/ledgers';
import { say } from '@/common/language';

/** What a change may send for a field; the server reads text as a person types it. */
export type SentValue = string | number | boolean | string[] | null;

interface Named {
  id: string;
  name?: string;
}

function isNamed(value: unknown): value is Named {
  return typeof value === 'object' && value !== null && 'id' in value;
}

function listText(field: Field, value: readonly unknown[]): string {
  if (field.type === 'attachment') {
    return value.length === 0 ? '' : say(`${value.length} 件`, `${value.length} files`);
  }
  return value.map((code) => choiceTitle(field, String(code))).join('、');
}

/** As one would type it. */
export function typedText(field: Field, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return listText(field, value);
  if (isNamed(value)) return value.name ?? '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  const text = String(value);
  if (field.type === 'choice') return choiceTitle(field, text);
  if (field.type === 'datetime' && /^\d{4}-.*T/.test(text)) {
    const { day, time } = officeTime(text);
    return `${day} ${time}`;
  }
  return text;
}

/** As it stands in a table. */
export function shownText(field: Field, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (field.type === 'money') return yuan(String(value));
  if (field.type === 'reference') return say('已关联', 'linked');
  // Many lines in a row of one.
  return typedText(field, value).replace(/\s*\n\s*/g, ' ⏎ ');
}

/** What puts exactly this value back: by id or code, where names could be several. */
export function sentBack(field: Field, value: unknown): SentValue {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(String);
  if (isNamed(value)) return `#${value.id}`;
  if (field.type === 'datetime') return typedText(field, value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value);
}

function two(text: string): string {
  return text.padStart(2, '0');
}

/** 6.3, 6月3日, 6-3 are of this year; the server knows dates with a year by itself. */
export function fullDate(text: string, now = today()): string {
  const plain = text.normalize('NFKC').trim();
  const match = /^(\d{1,2})(?:[-./]|月)(\d{1,2})日?$/.exec(plain);
  if (!match) return text;
  const day = `${now.slice(0, 4)}-${two(match[1] ?? '')}-${two(match[2] ?? '')}`;
  return isDay(day) ? day : text;
}

/** What was typed, for the API. */
export function sentFor(field: Field, text: string): SentValue {
  if (text.trim() === '') return null;
  if (field.type === 'date') return fullDate(text);
  return text;
}

const kNumbers = new Set(['integer', 'decimal', 'money']);
export function isNumber(field: Field): boolean {
  return kNumbers.has(field.type);
}

/**
 * The number somebody meant who typed letters for digits: 6OO → 600.00. undefined where none can be
 * told.
 */
export function meantNumber(field: Field, text: string): string | undefined {
  if (!isNumber(field)) return undefined;
  const plain = text.normalize('NFKC').trim().replace(/[oOｏＯ〇]/g, '0').replace(/[lI|]/g, '1')
    .replace(/[，,\s]/g, '').replace(/。/g, '.').replace(/(元|块)$/, '');
  if (!/^-?\d+(\.\d+)?$/.test(plain) || plain === text.trim()) return undefined;
  if (field.type !== 'money') return plain;
  const [whole = '', rest = ''] = plain.split('.');
  return rest.length > 2 ? undefined : `${whole}.${rest.padEnd(2, '0')}`;
}

// SPDX-License-Identifier: Apache-2.0
// What can be told of a value before it is sent: whether it is written as its type is. The server
// reads it again and knows the other rules; its words come to the same place beside the field.
import { isDay } from '@/common/dates';
import { say } from '@/common/language';
import type { Field } from '@/common/ledgers';
import { type FormValue, type FormValues, isEmpty, writable } from './form_values';

const kWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const kCheckDigits = '10X98765432';

/** GB 11643: seventeen digits and one that proves them. */
export function isIdentityNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const sum = kWeights.reduce((all, weight, index) => all + weight * Number(text[index]), 0);
  return kCheckDigits[sum % 11] === text[17];
}

// Full-width forms become the plain ones, as the server reads them.
function folded(text: string): string {
  return text.normalize('NFKC').trim();
}

/** Digits as they are, without what people write around a sum; undefined where it is no number. */
export function plainNumber(text: string, isMoney: boolean): string | undefined {
  let rest = folded(text);
  let shift = 0;
  if (isMoney) {
    rest = rest.replace(/^(?:￥|¥|RMB)\s*/, '');
    if (/万元$/.test(rest)) shift = 4;
    rest = rest.replace(/万?元$/, '').trim();
  }
  if (!/^[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/.test(rest)) return undefined;
  const plain = rest.replaceAll(',', '');
  if (shift === 0) return plain;
  const [whole = '', decimals = ''] = plain.split('.');
  const moved = decimals.padEnd(shift, '0');
  const left = moved.slice(shift);
  return `${whole}${moved.slice(0, shift)}`.replace(/^([-+]?)0+(?=\d)/, '$1') +
    (left === '' ? '' : `.${left}`);
}

function checkNumber(field: Field, text: string): string {
  const plain = plainNumber(text, field.type === 'money');
  if (plain === undefined) {
    return field.type === 'money' ? say('不是可用的金额', 'Not an amount')
      : say('不是可用的数字', 'Not a number');
  }
  const decimals = (plain.split('.')[1] ?? '').replace(/0+$/, '').length;
  if (field.type === 'integer' && decimals > 0) return say('要写整数', 'A whole number is needed');
  if (field.type === 'money' && decimals > 2) {
    return say('金额最多到分', 'At most two decimals');
  }
  return '';
}

function checkText(field: Field, text: string): string {
  // An asterisk is the sign of a mask: the server takes none where something is personal.
  if (field.personal && text.includes('*')) return say('写全，不能带 *', 'In full, without *');
  switch (field.type) {
    case 'integer':
    case 'decimal':
    case 'money':
      return checkNumber(field, text);
    case 'date':
      return isDay(folded(text)) ? '' : say('不是日期', 'Not a date');
    case 'datetime':
      return isDay(text.slice(0, 10)) ? '' : say('不是时间', 'Not a time');
    case 'id_number':
      return isIdentityNumber(folded(text).replace('x', 'X')) ? ''
        : say('不是有效的身份证号码，核对末位校验码', 'Not a valid identity number');
    case 'phone':
      return /(?:\d.*){3}/s.test(folded(text)) && !folded(text).includes('.') ? ''
        : say('不是电话号码', 'Not a phone number');
    case 'point':
      return pointOf(text) ? '' : say('不是经纬度，如 105.57,30.51', 'Not a longitude and latitude');
    default:
      return '';
  }
}

/** Longitude and latitude in degrees. */
export function pointOf(text: string): { longitude: number; latitude: number } | undefined {
  const match = /^(-?\d{1,3}(?:\.\d+)?)[\s,]+(-?\d{1,2}(?:\.\d+)?)$/.exec(folded(text));
  if (!match) return undefined;
  const [longitude, latitude] = [Number(match[1]), Number(match[2])];
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90
    ? { longitude, latitude } : undefined;
}

/** What is wrong with it, and how to mend it; empty where nothing is. */
export function checkValue(field: Field, value: FormValue | undefined): string {
  if (isEmpty(value) || typeof value !== 'string') return '';
  const wrong = checkText(field, value);
  if (wrong === '') return '';
  return field.expected === '' ? wrong : `${wrong} · ${field.expected}`;
}

export interface CheckOptions {
  /**
   * Whether an empty required field is a mistake. The server knows better: a field may be required
   * under a condition only, or filled by a default, and the API tells of neither yet.
   */
  required?: boolean;
}

/** Of every field that has one: what is wrong. */
export function checkForm(
  fields: readonly Field[], form: FormValues, options: CheckOptions = {},
): Record<string, string> {
  const mistakes: Record<string, string> = {};
  for (const field of writable(fields)) {
    const value = form[field.name];
    const wrong = options.required && field.required && isEmpty(value)
      ? say(`${field.title}没有填`, `${field.title} is not given`) : checkValue(field, value);
    if (wrong !== '') mistakes[field.name] = wrong;
  }
  return mistakes;
}

// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Field } from '@/common/ledgers';
import {
  changes, copyOf, formOf, given, isEmpty, ofDraft, sameValue, toApi, toForm,
} from './form_values';

function fieldOf(name: string, type: string, more: Partial<Field> = {}): Field {
  return {
    name, type, title: name, required: false, unique: false, retired: false, personal: false,
    help: '', expected: '', choices: [], ...more,
  };
}

const fields = [
  fieldOf('place', 'text'), fieldOf('amount', 'money'), fieldOf('kinds', 'multi_choice'),
  fieldOf('area', 'area'), fieldOf('phone', 'phone', { personal: true }),
  fieldOf('number', 'text', { unique: true }), fieldOf('photos', 'attachment'),
  fieldOf('old', 'text', { retired: true }),
];

describe('a value of the API in a form', () => {
  it('is text as it is, never a floating point number', () => {
    expect(toForm(fieldOf('amount', 'money'), '11200.50')).toBe('11200.50');
    expect(toForm(fieldOf('count', 'integer'), 12)).toBe('12');
  });
  it('is #id where it is looked up', () => {
    expect(toForm(fieldOf('area', 'area'), { id: '5', name: '石桥社区' })).toBe('#5');
  });
  it('is the time of the office, and goes back as an office writes it', () => {
    const field = fieldOf('at', 'datetime');
    expect(toForm(field, '2020-05-31T00:30:00.000Z')).toBe('2020-05-31T08:30');
    expect(toApi(field, '2020-05-31T08:30')).toBe('2020-05-31 08:30');
  });
  it('is null where nothing is given', () => {
    expect(toForm(fieldOf('place', 'text'), undefined)).toBeNull();
    expect(toApi(fieldOf('place', 'text'), '  ')).toBeNull();
  });
});

describe('what a form sends', () => {
  const base = formOf(fields,
    { place: '桥头', amount: '5.00', kinds: ['a'], area: { id: '5' }, phone: '138****4483' },
    ['phone']);

  it('is what was changed, and no file', () => {
    const form = { ...base, place: '桥尾', kinds: ['a'], amount: '' };
    expect(changes(fields, base, form)).toEqual({ place: '桥尾', amount: null });
  });
  it('leaves out what is masked until it is typed; null then empties it', () => {
    expect('phone' in base).toBe(false);
    expect(changes(fields, base, { ...base, phone: '13800000000' }))
      .toEqual({ phone: '13800000000' });
    expect(changes(fields, base, { ...base, phone: '' })).toEqual({});
    expect(changes(fields, base, { ...base, phone: null })).toEqual({ phone: null });
  });
  it('is, of a new record, what is given', () => {
    expect(given(fields, { place: ' ', amount: '5', kinds: [] })).toEqual({ amount: '5' });
  });
});

describe('other ways into a form', () => {
  it('takes a draft in the shape of the fields, without those that are gone', () => {
    expect(ofDraft(fields, { amount: 5, kinds: ['a'], gone: 'x', place: null }))
      .toEqual({ amount: '5', kinds: ['a'], place: null });
  });
  it('copies no mask, nothing that is there once only, no file', () => {
    const copy = copyOf(fields,
      { place: '桥头', phone: '138****4483', number: 'A1', photos: ['1'] }, ['phone']);
    expect(copy.place).toBe('桥头');
    expect(Object.keys(copy)).not.toContain('phone');
    expect(Object.keys(copy)).not.toContain('number');
    expect(Object.keys(copy)).not.toContain('photos');
  });
  it('knows what is empty and what is the same', () => {
    expect(isEmpty(false)).toBe(false);
    expect(isEmpty([])).toBe(true);
    expect(sameValue(['a', 'b'], ['b', 'a'])).toBe(true);
    expect(sameValue('', null)).toBe(true);
    expect(sameValue('a', 'b')).toBe(false);
  });
});

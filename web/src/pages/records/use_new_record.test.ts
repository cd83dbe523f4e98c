// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Field } from '@/common/ledgers';
import { keysByContent, staying } from './use_new_record';

function fieldOf(name: string, type: string, more: Partial<Field> = {}): Field {
  return {
    name, type, title: name, required: false, unique: false, retired: false, personal: false,
    help: '', expected: '', choices: [], ...more,
  };
}

describe('a row of alike records', () => {
  it('keeps days, places and choices for the next, and nothing of a person', () => {
    const fields = [fieldOf('paid_on', 'date'), fieldOf('area', 'area'), fieldOf('name', 'person'),
      fieldOf('born_on', 'date', { personal: true }), fieldOf('amount', 'money')];
    const values = { paid_on: '2020-05-31', area: '#5', name: '张', born_on: '1950-01-01',
      amount: '5' };
    expect(staying(fields, values)).toEqual({ paid_on: '2020-05-31', area: '#5' });
  });
  it('is sent under one key however often, and another record under another', () => {
    const keyOf = keysByContent();
    const first = keyOf({ amount: '5' });
    expect(keyOf({ amount: '5' })).toBe(first);
    expect(keyOf({ amount: '6' })).not.toBe(first);
  });
});

// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Field } from '@/common/ledgers';
import type { LedgerRecord } from './conflict';
import { headline, knownNames, masksOf, partsOf } from './record_text';

function fieldOf(name: string, type: string, more: Partial<Field> = {}): Field {
  return {
    name, type, title: name, required: false, unique: false, retired: false, personal: false,
    help: '', expected: '', choices: [], ...more,
  };
}
function recordOf(fields: Record<string, unknown>, more: Partial<LedgerRecord> = {}): LedgerRecord {
  return {
    id: '1', number: 'A-1', revision: 1, area: { id: '5', name: '石桥社区' }, deleted: false,
    purged: false, recorded_at: '2020-05-31T00:30:00Z', hidden: [], masked: [], fields, ...more,
  };
}

describe('what a record is called', () => {
  const number = fieldOf('number', 'text', { required: true, unique: true });
  const place = fieldOf('place', 'text', { required: true });
  it('is its place rather than its number', () => {
    expect(headline([number, place], recordOf({ number: 'A1', place: '桥头' }))).toBe('桥头');
    expect(headline([number, place], recordOf({ number: 'A1', place: null }))).toBe('A1');
  });
  it('is nothing where it has no words', () => {
    expect(headline([fieldOf('n', 'integer')], recordOf({ n: 5 }))).toBe('');
  });
});

describe('the parts of a record', () => {
  const fields = [fieldOf('place', 'text'), fieldOf('phone', 'phone', { personal: true }),
    fieldOf('card', 'text', { personal: true }), fieldOf('photos', 'attachment')];
  it('set personal fields, hidden ones and files apart', () => {
    const parts = partsOf(fields, recordOf({ place: 'x', phone: '1' }, { hidden: ['card'] }));
    expect(parts.open.map((one) => one.name)).toEqual(['place']);
    expect(parts.personal.map((one) => one.name)).toEqual(['phone']);
    expect(parts.hidden.map((one) => one.name)).toEqual(['card']);
  });
  it('know names and masks', () => {
    const record = recordOf({ area: { id: '5', name: '石桥社区' }, phone: '138****1' },
      { masked: ['phone'] });
    expect(knownNames([fieldOf('area', 'area')], record)).toEqual({ '#5': '石桥社区' });
    expect(masksOf(record)).toEqual({ phone: '138****1' });
  });
});

// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Field } from '@/common/ledgers';
import {
  differences, firstChoices, isHarmless, type LedgerRecord, merged, tagOf, unchosen,
} from './conflict';

function fieldOf(name: string, type: string): Field {
  return {
    name, type, title: name, required: false, unique: false, retired: false, personal: false,
    help: '', expected: '', choices: [],
  };
}
const fields = [fieldOf('place', 'text'), fieldOf('amount', 'money'), fieldOf('phone', 'phone'),
  fieldOf('area', 'area')];

function recordOf(revision: number, values: Record<string, unknown>): LedgerRecord {
  return {
    id: '1', number: 'A-1', revision, area: { id: '5', name: '石桥社区' }, deleted: false,
    purged: false, recorded_at: '2020-05-31T00:30:00Z', hidden: [], masked: ['phone'],
    fields: { place: '桥头', amount: '5.00', phone: '138****4483', area: { id: '5' }, ...values },
  };
}

describe('two versions of a record', () => {
  const seen = recordOf(1, {});

  it('leave nothing to choose where each changed another field', () => {
    const now = recordOf(2, { amount: '6.00' });
    const found = differences(fields, seen, now, { place: '桥尾' });
    const choices = firstChoices(found);
    expect(unchosen(found, choices)).toEqual([]);
    expect(isHarmless(found)).toBe(false);
    expect(merged(found, choices)).toEqual({ place: '桥尾' });
  });

  it('have to be chosen of where both changed one field', () => {
    const now = recordOf(2, { place: '桥下' });
    const found = differences(fields, seen, now, { place: '桥尾', amount: '7' });
    expect(unchosen(found, firstChoices(found)).map((one) => one.field.name)).toEqual(['place']);
    expect(merged(found, { place: 'theirs', amount: 'mine' })).toEqual({ amount: '7' });
    expect(merged(found, { place: 'mine', amount: 'mine' }))
      .toEqual({ place: '桥尾', amount: '7' });
  });

  it('agree where both wrote the same', () => {
    expect(differences(fields, seen, recordOf(2, { place: '桥尾' }), { place: '桥尾' }))
      .toEqual([]);
  });

  it('compare masks of what is masked, and never take mine for theirs', () => {
    const now = recordOf(2, { phone: '139****0000' });
    const found = differences(fields, seen, now, { phone: '13800004483' });
    expect(unchosen(found, firstChoices(found)).map((one) => one.field.name)).toEqual(['phone']);
  });

  it('do no harm where only a file was added', () => {
    const found = differences(fields, seen, recordOf(2, {}), { place: '桥尾' });
    expect(isHarmless(found)).toBe(true);
    expect(merged(found, firstChoices(found))).toEqual({ place: '桥尾' });
  });

  it('have their tags', () => {
    expect(tagOf(recordOf(7, {}))).toBe('"7"');
  });
});

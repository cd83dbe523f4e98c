// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { has, mayRetire, retyped, sensitivities } from './field_rules';
import {
  addField, changedKeys, differences, dropField, fieldsOf, freeName, missingFields, moveField,
  namedBy, toFormField,
} from './fields';
import type { TreeMap } from './tree';

const a: TreeMap = { name: 'a', title: '甲', type: 'date', role: 'happened_on' };
const b: TreeMap = { name: 'b', title: '乙', type: 'text' };
const c: TreeMap = { name: 'c', title: '丙', type: 'integer', visible_if: "b = 'a'" };
const base: TreeMap = { ledger: 'x', title: 't', fields: [a, b, c] };
const names = (ledger: TreeMap) => fieldsOf(ledger).map((field) => field.name);

describe('fields of a ledger', () => {
  it('are added behind the chosen one under a free code', () => {
    const [once, at] = addField(base, 0, '新');
    expect(at).toBe(1);
    expect(names(once)).toEqual(['a', 'field_1', 'b', 'c']);
    expect(freeName(once)).toBe('field_2');
    expect(names(addField(base, -1, '新')[0])).toEqual(['a', 'b', 'c', 'field_1']);
  });

  it('are moved within bounds and dropped', () => {
    expect(names(moveField(base, 2, 0))).toEqual(['c', 'a', 'b']);
    expect(moveField(base, 0, -1)).toBe(base);
    expect(moveField(base, 0, 3)).toBe(base);
    expect(names(dropField(base, 1))).toEqual(['a', 'c']);
  });

  it('are told apart from those in force', () => {
    const now: TreeMap = {
      ...base, title: 'u', fields: [{ ...b, retired: 'true' }, a, { ...c, max: '9' },
        { name: 'd', title: '丁', type: 'text' }],
    };
    expect(Object.fromEntries(differences(base, now)))
      .toEqual({ b: 'retired', a: 'moved', c: 'changed', d: 'added' });
    expect(changedKeys(base, now)).toEqual(['title']);
    expect(missingFields(base, dropField(base, 1))).toEqual(['b']);
    expect(differences(base, base).size).toBe(0);
    expect(differences(now, base).get('b')).toBe('restored');
  });

  it('do not move by what is new between them', () => {
    expect([...differences(base, addField(base, 0, '新')[0]).values()]).toEqual(['added']);
  });

  it('know who names them, not what is only quoted', () => {
    expect(namedBy(base, 'b')).toEqual(['丙']);
    expect(namedBy(base, 'a')).toEqual([]);
  });

  it('are shown as forms take them', () => {
    expect(toFormField({ name: 'k', title: { zh: '类', en: 'K' }, type: 'choice', sensitive: 'none',
      choices: { x: '一', y: { zh: '二', aliases: ['贰'] } } })).toMatchObject({
      title: '类', personal: false, required: false,
      choices: [{ code: 'x', title: '一' }, { code: 'y', title: '二' }],
    });
    expect(toFormField(a).required).toBe(true);
  });
});

describe('what a type may say', () => {
  it('is of the language', () => {
    expect(has('date', 'bounds')).toBe(true);
    expect(has('text', 'bounds')).toBe(false);
    expect(has('person', 'pattern')).toBe(true);
    expect(has('attachment', 'required')).toBe(false);
  });

  it('drops what a new type cannot say and adds what it must', () => {
    expect(retyped({ name: 'n', title: 't', type: 'integer', min: '1', default: '2' }, 'phone'))
      .toEqual({ name: 'n', title: 't', type: 'phone', sensitive: 'contact' });
    expect(retyped({ name: 'n', title: 't', type: 'text', max_length: '5' }, 'choice'))
      .toHaveProperty('choices');
  });

  it('keeps personal what is personal', () => {
    expect(sensitivities({ sensitive: 'identity' })).not.toContain('none');
    expect(sensitivities({ sensitive: 'none' })).toEqual(['none']);
    expect(sensitivities(undefined)).toContain('minor');
  });

  it('does not retire what every record has', () => {
    expect(mayRetire(a)).toBe(false);
    expect(mayRetire({ role: 'unit' })).toBe(true);
  });
});

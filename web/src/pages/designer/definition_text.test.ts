// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { TreeMap } from './tree';
import { partAt, readYaml } from './yaml_read';
import { toYaml } from './yaml_write';

const kLedger: TreeMap = {
  ledger: 'temporary_relief',
  title: { zh: '临时救助', en: 'Temporary relief' },
  chapter: 'livelihood',
  purpose: { zh: '审核发放', en: 'Decide, pay' },
  number: 'JZ',
  key: ['applicant', 'applied_on'],
  retention: { years: '10' },
  fields: [
    { name: 'applied_on', title: '申请日期', type: 'date', role: 'happened_on', required: 'true' },
    {
      name: 'amount', title: { zh: '金额', en: 'Amount' }, type: 'money', min: '0.01',
      check: { rule: "amount > 0 and status = 'paid'", message: { zh: '要: 大于 0', en: 'x' } },
    },
    { name: 'card', title: '收款账号', type: 'text', pattern: '[0-9]{12,21}' },
    { name: 'note', title: '备注', type: 'text', help: 'a "quoted" \\ word, 两行\n字' },
  ],
};

describe('a definition as text', () => {
  it('comes back as it was', () => {
    expect(readYaml(toYaml(kLedger)).tree).toEqual(kLedger);
  });

  it('quotes what a reader would take for something else', () => {
    const hard: TreeMap = {
      a: '', b: 'null', c: '~', d: '# no comment', e: 'x: y', f: ' led', g: 'trailed ', h: '- x',
      i: '[', j: "'", k: '@x', l: '\t', m: '是：对', n: null, o: [], p: {}, q: '*', r: 'a #b',
    };
    expect(readYaml(toYaml(hard)).tree).toEqual(hard);
  });

  it('keeps what is short on one line', () => {
    const text = toYaml(kLedger);
    expect(text).toContain('title: {zh: 临时救助, en: Temporary relief}\n');
    expect(text).toContain('key: [applicant, applied_on]\n');
    expect(text).toContain('retention: {years: 10}\n');
  });

  it('is read with numbers and truths as text', () => {
    expect(readYaml('a: 1.50\nb: true\nc: 2020-01-01\nd:\n').tree)
      .toEqual({ a: '1.50', b: 'true', c: '2020-01-01', d: null });
  });

  it('tells the part at a line', () => {
    const reading = readYaml('ledger: x\nfields:\n  - name: a\n    check:\n' +
      '      rule: "b"\n  - name: c\n');
    expect(partAt(reading.parts, 5)?.path).toEqual(['fields', 0, 'check', 'rule']);
    expect(partAt(reading.parts, 6)?.path).toEqual(['fields', 1, 'name']);
    expect(partAt(reading.parts, 99)).toBeUndefined();
  });

  it('is not taken where it is not well-formed; the server tells the line', () => {
    const reading = readYaml('ledger: x\n  - a: [\nfields: ?');
    expect(reading.tree).toBeUndefined();
    expect(reading.mistakes.length).toBeGreaterThan(0);
    expect(reading.mistakes.every((one) => one.line > 0)).toBe(true);
  });

  it('takes one definition, no aliases, no key twice', () => {
    expect(readYaml('ledger: a\n---\nledger: b\n').mistakes[0]?.line).toBe(2);
    expect(readYaml('a: &x 1\nb: *x\n').tree).toBeUndefined();
    expect(readYaml('a: 1\na: 2\n').tree).toBeUndefined();
    expect(readYaml('').tree).toBeUndefined();
    expect(readYaml('just words').tree).toBeUndefined();
  });
});

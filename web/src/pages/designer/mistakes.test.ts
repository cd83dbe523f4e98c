// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { ApiProblem } from '@/common/api';
import { isDottedName, isPrefix, readMeasure, writeMeasure } from './blanks';
import { effectOf, type Foreseen } from './foreseen';
import { keepWork, keptWork, namesInWork, type Work } from './kept_work';
import { atKey, inField, mistakesOf, placed } from './mistakes';
import { readYaml } from './yaml_read';

const problem = (status: number, errors: object[] = []) => new ApiProblem(status, {
  type: 'x', title: 'x', status, detail: '有误', code: 'invalid_input',
  errors: errors as never,
});

describe('what the server refuses', () => {
  const text = 'ledger: x\nfields:\n  - name: a\n    type: date\n  - name: b\n    check:\n' +
    '      rule: "a >> 1"\n';
  it('stands at its field and its setting', () => {
    const reading = readYaml(text);
    const told = mistakesOf(problem(422, [
      { code: 'x', message_zh: '看不懂', row: 7, expected_zh: '表达式' },
      { code: 'x', message_zh: '换了位置', row: 3 }, { code: 'x', message_zh: '别处' },
    ]));
    const found = placed(told, reading.parts, reading.tree);
    expect(found.map((one) => [one.field, one.key]))
      .toEqual([['b', 'check'], ['a', ''], ['', '']]);
    expect(atKey(inField(found, 'b'), 'check')).toBe('看不懂 · 表达式');
  });

  it('is none of these where it is of another kind', () => {
    expect(mistakesOf(problem(412))).toEqual([]);
    expect(mistakesOf(problem(403))).toEqual([]);
    expect(mistakesOf(problem(409))).toEqual([{ line: 0, what: '有误', how: '' }]);
    expect(mistakesOf(new Error('x'))).toEqual([]);
  });
});

describe('work that is not published', () => {
  const work: Work = { base: null, baseVersion: 0, seen: '"1"', text: 'x', reason: '', at: 'now' };
  beforeEach(() => { sessionStorage.clear(); });
  it('is kept by account, kind and name', () => {
    expect(keepWork('one', 'ledger', 'x', work)).toBe(true);
    expect(keptWork('one', 'ledger', 'x')).toEqual(work);
    expect(keptWork('other', 'ledger', 'x')).toBeUndefined();
    expect(namesInWork('one', 'ledger')).toEqual(['x']);
    keepWork('one', 'ledger', 'x', null);
    expect(namesInWork('one', 'ledger')).toEqual([]);
  });

  it('is nothing where something else stands in its place', () => {
    sessionStorage.setItem('taizhang.designer.one.ledger.x', '{"text":3}');
    expect(keptWork('one', 'ledger', 'x')).toBeUndefined();
    sessionStorage.setItem('taizhang.designer.one.ledger.x', 'no json');
    expect(keptWork('one', 'ledger', 'x')).toBeUndefined();
  });
});

describe('a measure', () => {
  it('is read and written', () => {
    for (const text of ['count', 'sum(amount)', 'ratio(a.b, c.d)']) {
      expect(writeMeasure(readMeasure(text))).toBe(text);
    }
    expect(readMeasure('total(x)').kind).toBe('');
  });
  it('has names', () => {
    expect(isDottedName('relief.people')).toBe(true);
    expect(isDottedName('relief..people')).toBe(false);
    expect(isPrefix('JZ')).toBe(true);
    expect(isPrefix('J')).toBe(false);
  });
});

describe('the effect of a change', () => {
  const record = (checked: number | null, broken: (number | null)[]) => ({
    ledger: 'x', title: 'x', checked, complete: true,
    breaks: broken.map((records) => ({ field: 'f', title: 'f', records, examples: [] })),
  });
  const foreseen = (records: Foreseen['records']): Foreseen => ({
    version: 1, differences: [], records, figures: [], templates: [], reports: [], maps: [],
    columns: [],
  });
  it('adds up, and does not guess what may not be told', () => {
    expect(effectOf(foreseen([record(10, [2, 1])]))).toMatchObject({ checked: 10, broken: 3 });
    expect(effectOf(foreseen([record(null, [null])])))
      .toMatchObject({ checked: null, broken: null });
    expect(effectOf(foreseen([]))).toMatchObject({ checked: 0, broken: 0, figures: 0 });
  });
});

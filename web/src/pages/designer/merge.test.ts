// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { closeTo, diffLines, isSameText } from './line_diff';
import { merge } from './merge';
import type { TreeMap } from './tree';

const field = (name: string, more: TreeMap = {}): TreeMap =>
  ({ name, title: name, type: 'text', ...more });
const base: TreeMap = { ledger: 'x', title: 't', fields: [field('a'), field('b')] };

describe('two changes of one definition', () => {
  it('are joined where they do not meet', () => {
    const theirs = { ...base, fields: [field('a', { help: 'h' }), field('n'), field('b')] };
    const mine = { ...base, title: 'u', fields: [field('a'), field('b'), field('m')] };
    const { tree, conflicts } = merge(base, theirs, mine);
    expect(conflicts).toEqual([]);
    expect(tree).toEqual({ ledger: 'x', title: 'u',
      fields: [field('a', { help: 'h' }), field('n'), field('b'), field('m')] });
  });

  it('leave one’s own where both changed the same, and say so', () => {
    const theirs = { ...base, fields: [field('a', { title: '他' }), field('b')] };
    const mine = { ...base, fields: [field('a', { title: '我' }), field('b')] };
    const { tree, conflicts } = merge(base, theirs, mine);
    expect(conflicts).toEqual(['fields · a · title']);
    expect(tree.fields).toEqual(mine.fields);
  });

  it('take what the other took out', () => {
    const theirs: TreeMap = { ledger: 'x', fields: base.fields ?? [] };
    expect(merge(base, theirs, base).tree).toEqual(theirs);
  });

  it('put a new first field first', () => {
    const mine = { ...base, fields: [field('m'), field('a'), field('b')] };
    const theirs = { ...base, title: 'u' };
    expect(merge(base, theirs, mine).tree.fields).toEqual(mine.fields);
  });
});

describe('lines that differ', () => {
  it('are told with what is around', () => {
    const before = ['1', '2', '3', '4', '5', '6', '7'].join('\n');
    const after = before.replace('6', 'x');
    const lines = diffLines(before, after);
    expect(lines.filter((line) => line.kind !== 'same').map((line) => line.kind + line.text))
      .toEqual(['gone6', 'newx']);
    expect(closeTo(lines, 1).map((line) => line.kind))
      .toEqual(['gap', 'same', 'gone', 'new', 'same']);
    expect(closeTo(lines, 1)[0]?.left).toBe(4);
    expect(isSameText(diffLines(before, before))).toBe(true);
  });

  it('are numbered in both texts', () => {
    expect(diffLines('a\nb', 'b').map((line) => [line.kind, line.before, line.after]))
      .toEqual([['gone', 1, 0], ['same', 2, 1]]);
  });
});

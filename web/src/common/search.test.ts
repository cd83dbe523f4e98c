// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { bestText, countByLedger, type Found, isWorthAsking, ledgersNamed } from './search';

function foundOf(ledger: string, texts: Found['texts'] = []): Found {
  return {
    id: '1', ledger, ledger_title: `台账${ledger}`, number: 'A-1', happened_on: '2020-05-31',
    area: '石桥社区', texts,
  };
}

describe('words that are sought', () => {
  it('are worth asking from one Han character or two others', () => {
    expect(isWorthAsking('桥')).toBe(true);
    expect(isWorthAsking('J')).toBe(false);
    expect(isWorthAsking('JZ')).toBe(true);
    expect(isWorthAsking('  ')).toBe(false);
  });
  it('name ledgers', () => {
    const ledgers = [
      { name: 'works', title: '基础设施整治', chapter: '城市管理', records: 1, writable: true },
      { name: 'cleanups', title: '清洁整治', chapter: '城市管理', records: 2, writable: true },
    ];
    expect(ledgersNamed(ledgers, '整治', 5).map((one) => one.name)).toEqual(['works', 'cleanups']);
    expect(ledgersNamed(ledgers, '整治 清洁', 5).map((one) => one.name)).toEqual(['cleanups']);
    expect(ledgersNamed(ledgers, '整治', 1)).toHaveLength(1);
    expect(ledgersNamed(ledgers, ' ', 5)).toEqual([]);
  });
});

describe('what is found', () => {
  it('is counted by ledger, most first', () => {
    const found = [foundOf('a'), foundOf('b'), foundOf('b')];
    expect(countByLedger(found).map((one) => [one.ledger, one.count]))
      .toEqual([['b', 2], ['a', 1]]);
  });
  it('is shown by the text with most of the words', () => {
    const few = { field: '地点', parts: [{ text: '石桥', found: true }] };
    const more = { field: '说明', parts: [
      { text: '石桥', found: true }, { text: '的', found: false }, { text: '楼道', found: true }] };
    expect(bestText(foundOf('a', [few, more]))).toBe(more);
    expect(bestText(foundOf('a'))).toBeUndefined();
  });
});

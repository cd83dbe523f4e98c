// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Adder } from './sums';

describe('sums', () => {
  const of = (texts: string[], isNumber = true) => {
    const adder = new Adder();
    for (const text of texts) adder.add(text, isNumber);
    return adder.sums();
  };

  it('are exact', () => {
    expect(of(['0.10', '0.20', '', '1,000.00'])).toMatchObject({
      filled: 3, numbers: 3, sum: '1000.30', average: '333.43', max: '1000.00', min: '0.10',
    });
    expect(of(['3600', '0', '-1']).sum).toBe('3599');
    expect(of(['1', '2']).average).toBe('1.50');
    expect(of(['-0.05', '0.01']).sum).toBe('-0.04');
  });

  it('count what is no number, and do not add it', () => {
    expect(of(['2020-06-01', '甲'], false)).toMatchObject({ filled: 2, numbers: 0 });
    expect(of(['6OO', '5'])).toMatchObject({ filled: 2, numbers: 1, sum: '5' });
  });
});

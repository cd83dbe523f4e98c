// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { monthMoved, monthOf, weeks } from './month';

describe('a month', () => {
  it('has whole weeks from Monday', () => {
    const june = weeks('2020-06-01');
    expect(june[0]?.[0]).toEqual({ day: '2020-06-01', number: 1, inMonth: true });
    expect(june.length).toBe(5);
    expect(weeks(monthMoved('2020-01-01', 1)).at(-1)?.[6]?.day).toBe('2020-03-01');
    expect(monthOf('没有', '2020-03-05')).toBe('2020-03-01');
  });
});

// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { continued } from './series';

describe('filling on', () => {
  it('copies one number and goes on from several that rise evenly', () => {
    expect(continued(['500'], 2, 'number')).toEqual(['500', '500']);
    expect(continued(['1', '3'], 3, 'number')).toEqual(['5', '7', '9']);
    expect(continued(['0.1', '0.25'], 2, 'number')).toEqual(['0.40', '0.55']);
    expect(continued(['2', '1'], 3, 'number')).toEqual(['0', '-1', '-2']);
    expect(continued(['1', '2', '9'], 4, 'number')).toEqual(['1', '2', '9', '1']);
  });

  it('counts days, keeps a step of days, and keeps the day of the month', () => {
    expect(continued(['2020-02-28'], 2, 'date')).toEqual(['2020-02-29', '2020-03-01']);
    expect(continued(['2020-06-01', '2020-06-08'], 1, 'date')).toEqual(['2020-06-15']);
    expect(continued(['2020-01-31', '2020-02-29'], 2, 'date'))
      .toEqual(['2020-03-31', '2020-04-30']);
    expect(continued(['2020-06-30', '没定'], 1, 'date')).toEqual(['2020-06-30']);
  });

  it('counts on at the end of a text', () => {
    expect(continued(['记-06-009'], 2, 'text')).toEqual(['记-06-010', '记-06-011']);
    expect(continued(['第2组', '第4组'], 1, 'text')).toEqual(['第2组']);
    expect(continued(['楼2', '楼4'], 1, 'text')).toEqual(['楼6']);
  });

  it('goes backwards', () => {
    expect(continued(['5', '6'], 2, 'number', true)).toEqual(['4', '3']);
    expect(continued(['2020-06-10'], 2, 'date', true)).toEqual(['2020-06-09', '2020-06-08']);
    expect(continued(['甲', '乙'], 3, 'copy', true)).toEqual(['乙', '甲', '乙']);
  });

  it('copies where a cell is empty or nothing else is meant', () => {
    expect(continued(['1', ''], 2, 'number')).toEqual(['1', '']);
    expect(continued(['138001'], 2, 'copy')).toEqual(['138001', '138001']);
  });
});

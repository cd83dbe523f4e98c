// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  decimalText, isEqual, minus, parseDecimal, plus, rounded, sum, trimmed, type Decimal,
} from './decimal';

const of = (text: string) => parseDecimal(text) as Decimal;

describe('decimals', () => {
  it('reads what the API writes and refuses what is no number', () => {
    expect(of('-12.50')).toEqual({ units: -1250n, scale: 2 });
    expect(parseDecimal('5O0')).toBeUndefined();
    expect(parseDecimal('')).toBeUndefined();
  });
  it('adds without losing a fen', () => {
    expect(decimalText(sum(Array.from({ length: 1000 }, () => '0.10')))).toBe('100.00');
    expect(decimalText(plus(of('9007199254740993.01'), of('0.01')))).toBe('9007199254740993.02');
    expect(decimalText(minus(of('1'), of('1.05')))).toBe('-0.05');
    expect(isEqual(of('300'), of('300.00'))).toBe(true);
  });
  it('rounds half away from zero', () => {
    expect(decimalText(rounded(of('3.25'), 1))).toBe('3.3');
    expect(decimalText(rounded(of('-3.25'), 1))).toBe('-3.3');
    expect(decimalText(rounded(of('3'), 2))).toBe('3.00');
  });
  it('leaves out zeros that say nothing', () => {
    expect([trimmed('62.50'), trimmed('98.00'), trimmed('300')]).toEqual(['62.5', '98', '300']);
  });
});

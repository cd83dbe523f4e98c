// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { bytes, change, count, fen, figure, grouped, rate, span, wan, yuan } from './format';

describe('money', () => {
  it('shows yuan with two decimals and keeps every digit', () => {
    expect(yuan('11200')).toBe('11,200.00');
    expect(yuan('11200.5')).toBe('11,200.50');
    expect(yuan('-1200')).toBe('−1,200.00');
    expect(yuan('0')).toBe('0.00');
    expect(yuan('90071992547409931.27')).toBe('90,071,992,547,409,931.27');
    expect(yuan(null)).toBe('—');
    expect(yuan('六百')).toBe('六百');
  });

  it('shows whole fen', () => {
    expect(fen(1_120_000)).toBe('11,200.00');
    expect(fen(5)).toBe('0.05');
    expect(fen(-5)).toBe('−0.05');
    expect(fen('9007199254740993127')).toBe('90,071,992,547,409,931.27');
  });

  it('is short in prose', () => {
    expect(wan('61300')).toBe('6.13万');
    expect(wan('9999')).toBe('9,999');
    expect(wan('120000')).toBe('12万');
    expect(wan('123456789')).toBe('1.23亿');
    expect(wan(-20_000)).toBe('−2万');
  });
});

describe('counts and rates', () => {
  it('tells zero, not given and missing apart', () => {
    expect(count(0)).toBe('0');
    expect(count(null)).toBe('—');
    expect(count('')).toBe('—');
    expect(figure(0)).toBe('0');
    expect(figure(null)).toBe('缺');
  });

  it('groups by thousands and leaves text alone', () => {
    expect(grouped(1_234_567)).toBe('1,234,567');
    expect(grouped('1234.5678')).toBe('1,234.5678');
    expect(grouped('38000余')).toBe('38000余');
  });

  it('shows a rate with both numbers', () => {
    expect(rate(506, 537)).toBe('94.2% (506/537)');
    expect(rate(1, 0)).toBe('—');
  });

  it('shows change against a base', () => {
    expect(change(537, 506, '件')).toBe('↑ 31 件');
    expect(change(5, 9)).toBe('↓ 4');
    expect(change(5, 5)).toBe('持平');
  });
});

describe('sizes and spans', () => {
  it('shows bytes', () => {
    expect(bytes(900)).toBe('900 B');
    expect(bytes(1536)).toBe('1.5 KB');
    expect(bytes(30 * 1024 * 1024)).toBe('30 MB');
  });

  it('shows the two largest units of time', () => {
    expect(span(5)).toBe('5 秒');
    expect(span(75)).toBe('1 分 15 秒');
    expect(span(4000)).toBe('1 时 6 分');
    expect(span(97_200)).toBe('1 天 3 时');
    expect(span(60)).toBe('1 分');
  });
});

// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { chosenIn, offered, withPick } from './picking';

describe('choices', () => {
  const choices = [{ text: '重大疾病', words: ['illness'] }, { text: '意外事件' }, { text: '其他意外' }];

  it('are found by any part of their words, those that begin so first', () => {
    expect(offered(choices, '意外').map((one) => one.text)).toEqual(['意外事件', '其他意外']);
    expect(offered(choices, 'ILL').map((one) => one.text)).toEqual(['重大疾病']);
    expect(offered(choices, '').length).toBe(3);
  });

  it('of several are added and taken away', () => {
    expect(withPick('甲、意', '意外事件', true)).toBe('甲、意外事件');
    expect(withPick('甲、意外事件', '甲', true)).toBe('意外事件');
    expect(withPick('意', '意外事件', false)).toBe('意外事件');
    expect(chosenIn('甲，乙', true)).toEqual(['甲', '乙']);
  });
});

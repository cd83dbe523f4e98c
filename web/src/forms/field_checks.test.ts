// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Field } from '@/common/ledgers';
import { checkForm, checkValue, isIdentityNumber, plainNumber, pointOf } from './field_checks';
import { checkFile } from './file_checks';

function fieldOf(name: string, type: string, more: Partial<Field> = {}): Field {
  return {
    name, type, title: name, required: false, unique: false, retired: false, personal: false,
    help: '', expected: '', choices: [], ...more,
  };
}

describe('numbers as people write them', () => {
  it.each([
    ['1,234.50', false, '1234.50'], ['１２３', false, '123'], ['¥600.00', true, '600.00'],
    ['6.13万元', true, '61300'], ['0.5万元', true, '5000'], ['600元', true, '600'],
    ['-5', false, '-5'], ['1.23456万元', true, '12345.6'],
  ])('reads %s', (text, isMoney, plain) => {
    expect(plainNumber(text, isMoney)).toBe(plain);
  });
  it.each(['6OO.00', '12,34', 'abc', '1.', '￥', '--1'])('does not read %s', (text) => {
    expect(plainNumber(text, true)).toBeUndefined();
  });
  it('knows whole numbers and fen', () => {
    expect(checkValue(fieldOf('n', 'integer'), '1.5')).not.toBe('');
    expect(checkValue(fieldOf('n', 'integer'), '1.00')).toBe('');
    expect(checkValue(fieldOf('n', 'money'), '1.005')).not.toBe('');
    expect(checkValue(fieldOf('n', 'money'), '1.500')).toBe('');
  });
});

describe('other types', () => {
  it('proves an identity number by its last digit', () => {
    expect(isIdentityNumber('11010519491231002X')).toBe(true);
    expect(isIdentityNumber('110105194912310021')).toBe(false);
    expect(isIdentityNumber('1101051949123100')).toBe(false);
  });
  it('takes an x and full-width digits', () => {
    const field = fieldOf('n', 'id_number');
    expect(checkValue(field, '11010519491231002x')).toBe('');
    expect(checkValue(field, '１１０１０５１９４９１２３１００２Ｘ')).toBe('');
  });
  it('takes phones with extensions and whose they are', () => {
    const field = fieldOf('n', 'phone');
    expect(checkValue(field, '0825-2660001 转 3（王）')).toBe('');
    expect(checkValue(field, '1.38E+10')).not.toBe('');
    expect(checkValue(field, '无')).not.toBe('');
  });
  it('knows days and places', () => {
    expect(checkValue(fieldOf('d', 'date'), '2020-02-30')).not.toBe('');
    expect(pointOf('105.57,30.51')).toEqual({ longitude: 105.57, latitude: 30.51 });
    expect(pointOf('30.51')).toBeUndefined();
    expect(pointOf('205.57,30.51')).toBeUndefined();
  });
  it('refuses a mask, and says how it is written', () => {
    const field = fieldOf('n', 'text', { personal: true, expected: '文字' });
    expect(checkValue(field, '张*')).toContain('· 文字');
  });
});

describe('a form', () => {
  const fields = [fieldOf('a', 'text', { required: true }), fieldOf('b', 'integer')];
  it('tells of each field that has a mistake', () => {
    expect(Object.keys(checkForm(fields, { a: null, b: 'x' }))).toEqual(['b']);
  });
  it('tells what is not given where it is asked to', () => {
    expect(Object.keys(checkForm(fields, {}, { required: true }))).toEqual(['a']);
  });
});

describe('a file', () => {
  it('is told about before it is sent', () => {
    expect(checkFile({ name: '照片.JPG', size: 10 })).toBe('');
    expect(checkFile({ name: 'a.exe', size: 10 })).not.toBe('');
    expect(checkFile({ name: 'a.pdf', size: 0 })).not.toBe('');
    expect(checkFile({ name: 'a.pdf', size: 60 * 1024 * 1024 })).not.toBe('');
    expect(checkFile({ name: '没有后缀', size: 10 })).not.toBe('');
  });
});

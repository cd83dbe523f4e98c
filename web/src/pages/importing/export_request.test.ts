// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { chooseLanguage } from '@/common/language';
import type { Field } from '@/common/ledgers';
import { exportBody, exportedTitles, notExported, personalTitles } from './export_request';

beforeEach(() => { chooseLanguage('zh'); });

function field(title: string, more: Partial<Field> = {}): Field {
  return {
    name: title, title, type: 'text', required: false, personal: false, retired: false,
    unique: false, choices: [], expected: '', help: '', ...more,
  };
}

describe('an export', () => {
  it('holds what the list shows', () => {
    expect(exportBody({ filters: ['amount ge 500'], filter: 'status eq paid', period: '2020H1' },
      'csv', '11', ' 核对 ')).toEqual({
      format: 'csv', period: '2020H1', area: '11',
      filters: ['amount ge 500', 'status eq paid'], reason: '核对',
    });
  });

  it('says nothing of what is not asked for', () => {
    expect(exportBody({ filters: [], period: undefined, q: '' }, 'xlsx', undefined, '  '))
      .toEqual({ format: 'xlsx' });
  });

  it('tells what it cannot do', () => {
    expect(notExported({ q: '张', view: '3', bin: true })).toEqual(
      ['查找“张”', '视图的条件', '回收站']);
    expect(notExported({ q: '', bin: false, sort: '-paid_on' })).toEqual([]);
  });
});

it('knows what is masked and what is in the table', () => {
  const fields = [field('申请人', { personal: true }), field('金额'),
    field('旧项', { personal: true, retired: true }), field('照片', { type: 'attachment' })];
  expect(personalTitles(fields)).toEqual(['申请人']);
  expect(exportedTitles(fields)).toEqual(['编号', '申请人', '金额']);
});

// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { chooseLanguage } from '@/common/language';
import {
  fileMistake, headerTable, importAddress, kFileBytesMax, kPlainReading, sentName,
} from './import_request';

beforeEach(() => { chooseLanguage('zh'); });

describe('the file', () => {
  it('is one of the kinds of table that an office has', () => {
    for (const name of ['6月.xlsx', '6月.XLSX', 'a.csv', 'a.xls', 'a.et']) {
      expect(fileMistake({ name, size: 10 })).toBe('');
    }
    expect(fileMistake({ name: '通知.docx', size: 10 })).toContain('.xlsx .csv .xls .et');
  });

  it('is neither empty nor too large', () => {
    expect(fileMistake({ name: 'a.csv', size: 0 })).toContain('空的');
    expect(fileMistake({ name: 'a.csv', size: kFileBytesMax })).toBe('');
    expect(fileMistake({ name: 'a.csv', size: kFileBytesMax + 1 })).toContain('256 MB');
  });

  it('is sent under a name that the server takes, with its ending', () => {
    expect(sentName('6月.xlsx')).toBe('6月.xlsx');
    const short = sentName(`${'长'.repeat(60)}.xlsx`);
    expect(new TextEncoder().encode(short).length).toBeLessThanOrEqual(120);
    expect(short.endsWith('长.xlsx')).toBe(true);
    expect(sentName('没有结尾')).toBe('没有结尾');
  });
});

describe('the address', () => {
  const wanted = {
    ...kPlainReading, ledger: 'temporary_relief', file: '6月.csv', trial: false, whole: false,
  };

  it('says no more than is wanted', () => {
    expect(importAddress(wanted)).toBe(
      `/api/v1/ledgers/temporary_relief/imports?name=${encodeURIComponent('6月.csv')}`);
  });

  it('says how the table is to be read', () => {
    const query = new URL(importAddress({
      ...wanted, trial: true, whole: true, sheet: ' 6月 ', dateOrder: 'dmy',
      columns: { 备考: '备注', 合计: '' },
    }), 'http://office').searchParams;
    expect(query.get('dry_run')).toBe('true');
    expect(query.get('all_or_nothing')).toBe('true');
    expect(query.get('sheet')).toBe('6月');
    expect(query.get('date_order')).toBe('dmy');
    expect(query.getAll('column')).toEqual(['备考=备注']);
  });
});

it('writes a header that WPS reads', async () => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true })
    .decode(await headerTable(['申请人', '金额,元', '说"明"']).arrayBuffer());
  expect(text).toBe('\uFEFF申请人,"金额,元","说""明"""\r\n');
});

// SPDX-License-Identifier: Apache-2.0
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sheetNames, sheetsOf } from './workbook_sheets';

const kWorkbook = '<?xml version="1.0" encoding="UTF-8"?>' +
  '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>' +
  '<sheet name="5月" sheetId="1"/><sheet name="码表" sheetId="2" state="veryHidden"/>' +
  '<sheet name="6月 &amp; 7月" sheetId="3"/></sheets></workbook>';

// A zip of these parts, as small as one may be.
function zip(parts: Record<string, string>, method: 0 | 8): Blob {
  const files: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const label = Buffer.from(name);
    const data = method === 8 ? deflateRawSync(Buffer.from(text)) : Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(label.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt16LE(label.length, 28);
    entry.writeUInt32LE(offset, 42);
    files.push(local, label, data);
    entries.push(entry, label);
    offset += local.length + label.length + data.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Blob([Buffer.concat([...files, directory, end])]);
}

describe('sheets of a workbook', () => {
  it('are those that are seen, in their order', () => {
    expect(sheetsOf(kWorkbook)).toEqual(['5月', '6月 & 7月']);
    expect(sheetsOf('<x:workbook xmlns:x="urn:x"><x:sheet name="a"/></x:workbook>')).toEqual(['a']);
    expect(sheetsOf('not xml')).toEqual([]);
  });

  it('are found in the file, packed or plain', async () => {
    const parts = { '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': kWorkbook };
    expect(await sheetNames(zip(parts, 8))).toEqual(['5月', '6月 & 7月']);
    expect(await sheetNames(zip(parts, 0))).toEqual(['5月', '6月 & 7月']);
  });

  it('are none of what is no workbook, or is broken', async () => {
    expect(await sheetNames(new Blob(['申请人,金额\n']))).toEqual([]);
    expect(await sheetNames(new Blob([]))).toEqual([]);
    expect(await sheetNames(zip({ 'a.txt': 'x' }, 8))).toEqual([]);
    const whole = zip({ 'xl/workbook.xml': kWorkbook }, 8);
    expect(await sheetNames(whole.slice(40))).toEqual([]);
  });
});

// SPDX-License-Identifier: Apache-2.0
// The names of a workbook's sheets, read in the browser so that one can be chosen before the file
// is sent. Of anything else, or where the browser cannot, none: then the server takes the first.
const kEndBytes = 22;
const kCommentBytesMax = 0xffff;
const kDirectoryBytesMax = 4 << 20;
const kPartBytesMax = 4 << 20;
const kEndMark = 0x06054b50;
const kEntryMark = 0x02014b50;
const kEntryBytes = 46;
const kLocalBytes = 30;
const kPart = 'xl/workbook.xml';

interface Entry {
  method: number;
  packed: number;
  offset: number;
}

async function view(file: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await file.slice(from, to).arrayBuffer());
}

async function directory(file: Blob): Promise<DataView | undefined> {
  const from = Math.max(0, file.size - kEndBytes - kCommentBytesMax);
  const end = await view(file, from, file.size);
  for (let at = end.byteLength - kEndBytes; at >= 0; at -= 1) {
    if (end.getUint32(at, true) !== kEndMark) continue;
    const size = end.getUint32(at + 12, true);
    const offset = end.getUint32(at + 16, true);
    if (size > kDirectoryBytesMax || offset + size > file.size) return undefined;
    return view(file, offset, offset + size);
  }
  return undefined;
}

function entryOf(found: DataView, wanted: string): Entry | undefined {
  for (let at = 0; at + kEntryBytes <= found.byteLength;) {
    if (found.getUint32(at, true) !== kEntryMark) return undefined;
    const nameBytes = found.getUint16(at + 28, true);
    if (at + kEntryBytes + nameBytes > found.byteLength) return undefined;
    const name = new TextDecoder().decode(
      new Uint8Array(found.buffer, found.byteOffset + at + kEntryBytes, nameBytes));
    if (name === wanted) {
      return {
        method: found.getUint16(at + 10, true),
        packed: found.getUint32(at + 20, true),
        offset: found.getUint32(at + 42, true),
      };
    }
    at += kEntryBytes + nameBytes + found.getUint16(at + 30, true) + found.getUint16(at + 32, true);
  }
  return undefined;
}

async function inflated(packed: Blob): Promise<string> {
  const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
    if (text.length > kPartBytesMax) throw new RangeError('the part is too large');
  }
}

async function part(file: Blob, entry: Entry): Promise<string> {
  const local = await view(file, entry.offset, entry.offset + kLocalBytes);
  const from = entry.offset + kLocalBytes + local.getUint16(26, true) + local.getUint16(28, true);
  const packed = file.slice(from, from + entry.packed);
  return entry.method === 0 ? packed.text() : inflated(packed);
}

/** Sheets of xl/workbook.xml that are seen, in their order. */
export function sheetsOf(workbook: string): string[] {
  const found = new DOMParser().parseFromString(workbook, 'application/xml');
  return [...found.getElementsByTagName('*')]
    .filter((one) => one.localName === 'sheet' && !/hidden/i.test(one.getAttribute('state') ?? ''))
    .map((one) => one.getAttribute('name') ?? '').filter((name) => name !== '');
}

export async function sheetNames(file: Blob): Promise<string[]> {
  try {
    const found = await directory(file);
    const entry = found && entryOf(found, kPart);
    return entry && entry.packed <= kPartBytesMax ? sheetsOf(await part(file, entry)) : [];
  } catch {
    return [];
  }
}

// SPDX-License-Identifier: Apache-2.0
// What is told of a file before it is sent. The server tells its kind by what is in it; by the
// name only what certainly is none is turned away here.
import { bytes } from '@/common/format';
import { say } from '@/common/language';

/** The server's limits (src/base/limits.hpp). */
export const kFileBytesMax = 50 * 1024 * 1024;
export const kFilesPerRecordMax = 100;

export const kEndings = [
  'pdf', 'jpg', 'jpeg', 'png', 'webp', 'docx', 'xlsx', 'pptx', 'ofd', 'doc', 'wps', 'xls', 'et',
  'ppt', 'dps', 'txt', 'csv', 'md', 'log', 'json',
];

/** For <input type=file>. */
export const kAccepted = kEndings.map((ending) => `.${ending}`).join(',');

export function fileRules(): string {
  return say(`图片、PDF、OFD、WPS 和 Office 文件、文本；每份不超过 ${bytes(kFileBytesMax)}`,
    `Pictures, PDF, OFD, WPS and Office files, text; at most ${bytes(kFileBytesMax)} each`);
}

/** Why the file will not be taken; empty where it may be. */
export function checkFile(file: { name: string; size: number }): string {
  if (file.size === 0) return say('文件是空的', 'The file is empty');
  if (file.size > kFileBytesMax) {
    return say(`${bytes(file.size)}，超过 ${bytes(kFileBytesMax)}。压缩或分开再传`,
      `${bytes(file.size)} is more than ${bytes(kFileBytesMax)}`);
  }
  const ending = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  if (!kEndings.includes(ending)) {
    return say('这种文件不收。另存为 PDF 或图片再传', 'This kind of file is not taken');
  }
  return '';
}

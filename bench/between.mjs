// SPDX-License-Identifier: Apache-2.0
// The parts of a page that a program writes stand between two comments.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

// `text` makes the new part from the old one. A page that is not there begins empty.
export const writeBetween = (file, name, text) => {
  const begin = `<!-- ${name}: written by ./run bench -->\n`;
  const end = `<!-- end of ${name} -->\n`;
  const page = existsSync(file) ? readFileSync(file, 'utf8') : begin + end;
  const from = page.indexOf(begin) + begin.length;
  const to = page.indexOf(end);
  if (from < begin.length || to < from) throw new Error(`${file} has no place for ${name}`);
  writeFileSync(file, page.slice(0, from) + text(page.slice(from, to)) + page.slice(to));
};

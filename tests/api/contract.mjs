// SPDX-License-Identifier: Apache-2.0
// contract.mjs PROGRAM FOLDER: the document that a real server gives, and the same with damage.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { Browser, Office } from './office.mjs';

const [program, folder] = process.argv.slice(2);
const office = new Office(program);
try {
  await office.serve();
  const answer = await new Browser(office.address).ask('GET', '/api/openapi.json');
  assert.equal(answer.status, 200);
  assert.equal(answer.json.openapi, '3.1.0');
  writeFileSync(join(folder, 'openapi.json'), answer.text);
  const [path] = Object.keys(answer.json.paths);
  delete answer.json.paths[path].get.responses;
  answer.json.paths['/api/v1/{nobody}'] = { get: { parameters: [], responses: {} } };
  writeFileSync(join(folder, 'damaged.json'), JSON.stringify(answer.json));
  await office.stop();
} finally {
  office.remove();
}

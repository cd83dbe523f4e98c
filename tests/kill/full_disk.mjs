// SPDX-License-Identifier: Apache-2.0
// full_disk PROGRAM FOLDER: a server whose disk fills up under its writers. It
// says so, goes on to answer, and writes again once there is room, without being started anew. FOLDER is a
// small file system of its own; tests/kill/full_disk makes it.
import { execFileSync, spawn } from 'node:child_process';
import { openSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';
import { kRecords, makeOffice } from './visits.mjs';

const [program, folder] = process.argv.slice(2);
const kAtOnce = 16;
const kWritesMax = 20_000;
const data = join(folder, 'office');
const filler = join(folder, 'filler');
const taizhang = (...words) => execFileSync(program, words, { encoding: 'utf8', stdio: 'pipe' }).trim();

// Leaves so much room and no more.
function fillUp(kibibytes) {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(filler, Buffer.alloc(bavail * bsize - kibibytes * 1024));
}

makeOffice(program, ['--data', data], folder);
const server = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--log', 'off'],
  { stdio: ['ignore', 'pipe', openSync(join(folder, 'said'), 'a')] });
process.on('exit', () => server.kill('SIGKILL'));
const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
const ended = new Promise((resolve) => server.on('exit', resolve));
const address = (await lines.next()).value;
const token = (await lines.next()).value;
const ask = async (method, path, body) => {
  const answer = await fetch(address + path, { method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body && JSON.stringify(body) });
  return { status: answer.status, json: await answer.json() };
};
const create = () => ask('POST', kRecords, { fields: { visited_on: '2020-05-20', note: '走访记录。'.repeat(400) } });

// Writes until somebody is refused; every refusal says why.
async function writeUntilRefused(expected) {
  let written = 0;
  let refused = null;
  await Promise.all(Array.from({ length: kAtOnce }, async () => {
    for (let i = 0; i < kWritesMax / kAtOnce && !refused; i += 1) {
      const answer = await create();
      if (answer.status === 201) written += 1;
      else refused = answer;
    }
  }));
  assert.ok(refused, 'the disk fills up');
  assert.equal(refused.status, 503, JSON.stringify(refused.json));
  assert.equal(refused.json.code, 'io');
  assert.match(refused.json.detail, expected);
  return written;
}

let there = 0;
for (const room of [2_000, 700, 100]) {
  fillUp(room);
  there += await writeUntilRefused(/磁盘满了/);
  assert.equal((await ask('GET', `${kRecords}?limit=1`)).status, 200, 'what is there can be read');
  rmSync(filler);
  assert.equal((await create()).status, 201, 'there is room again');
  there += 1;
}
server.kill('SIGTERM');
assert.equal(await ended, 0);
const said = taizhang('verify', '--data', data);
assert.equal(Number(said.match(/条目 (\d+)/)[1]), there, said);
console.log(`a disk full three times: ${there} records are there, each write refused said why, ` +
  'and it went on by itself');

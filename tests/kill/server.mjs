// SPDX-License-Identifier: Apache-2.0
// server PROGRAM ROUNDS [WRITERS]: kills a server under its writers, starts it again, sends anew what was
// not answered, and looks whether everything answered is there, and nothing twice. In a database where
// tests/with_postgres has started a server.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';
import { kRecords, makeOffice } from './visits.mjs';

const program = process.argv[2];
const rounds = Number(process.argv[3]);
const writers = Number(process.argv[4] ?? 64);
const kRoundsOfAVerify = 20;
const kMomentMsMax = 600;  // until a kill
const folder = mkdtempSync(join(tmpdir(), 'taizhang-killed-'));
const database = process.env.TZ_POSTGRES;
const place = database
  ? ['--database', database.replace('/postgres?', '/killed_server?')] : ['--data', join(folder, 'office')];
const taizhang = (...words) => execFileSync(program, words, { encoding: 'utf8', stdio: 'pipe' });

let running = null;
process.on('exit', () => running?.kill('SIGKILL'));

class Server {
  static async start() {
    const one = new Server();
    one.child = spawn(program, ['serve', ...place, '--listen', '127.0.0.1:0', '--log', 'off'],
      { stdio: ['ignore', 'pipe', openSync(join(folder, 'said'), 'a')] });
    const lines = createInterface({ input: one.child.stdout })[Symbol.asyncIterator]();
    running = one.child;
    one.url = new URL((await lines.next()).value);
    one.token = (await lines.next()).value;
    one.agent = new Agent({ keepAlive: true, maxSockets: writers });
    one.ended = new Promise((resolve) => one.child.on('exit', resolve));
    return one;
  }

  ask(method, path, body, headers = {}) {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const sent = request({ host: this.url.hostname, port: this.url.port, method, path, agent: this.agent,
        headers: { authorization: `Bearer ${this.token}`,
          ...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}),
          ...headers } }, (answer) => {
        const pieces = [];
        answer.on('data', (piece) => pieces.push(piece));
        answer.on('error', reject);
        answer.on('end', () => resolve({ status: answer.statusCode, location: answer.headers.location,
          text: Buffer.concat(pieces).toString() }));
      });
      sent.on('error', reject);
      sent.end(text);
    });
  }

  async kill() {
    this.child.kill('SIGKILL');
    await this.ended;
    this.agent.destroy();
  }
}

const create = (server, one) => server.ask('POST', kRecords, { fields: one.fields },
  { 'idempotency-key': one.key });

// What one writer has sent last and not heard of; what it was told is in `answered`.
async function write(server, answered) {
  for (;;) {
    const key = randomUUID();
    const number = answered.length % 180;
    const one = { key, fields: { visited_on: `2020-0${1 + number % 6}-${String(1 + number % 28).padStart(2, '0')}`,
      house: key, hours: '1' } };
    try {
      const answer = await create(server, one);
      assert.equal(answer.status, 201, answer.text);
      answered.push({ ...one, location: answer.location });
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return one;
    }
  }
}

async function inTurns(items, work) {
  const left = [...items];
  await Promise.all(Array.from({ length: writers }, async () => {
    while (left.length > 0) await work(left.pop());
  }));
}

async function round(server) {
  const answered = [];
  const all = Array.from({ length: writers }, () => write(server, answered));
  // A random moment; not a wait for anything.
  await new Promise((resolve) => setTimeout(resolve, Math.random() * kMomentMsMax));
  await server.kill();
  const open = await Promise.all(all);
  const again = await Server.start();
  await inTurns(open, async (one) => {
    const answer = await create(again, one);
    assert.equal(answer.status, 201, answer.text);
  });
  await inTurns(answered, async (one) => {
    const answer = await again.ask('GET', one.location);
    assert.equal(answer.status, 200, `${one.location} was answered and is not there`);
    assert.equal(JSON.parse(answer.text).fields.house, one.key);
    assert.equal((await create(again, one)).location, one.location, 'the same answer again');
  });
  return { again, answered: answered.length, records: answered.length + open.length };
}

// The store says itself how many records there are.
function checkCount(expected) {
  const said = taizhang('verify', ...place).trim();
  assert.equal(Number(said.match(/条目 (\d+)/)[1]), expected, said);
  return said;
}

if (database) execFileSync('psql', ['-q', database, '-c', 'CREATE DATABASE killed_server']);
makeOffice(program, place, folder);
let server = await Server.start();
let answered = 0;
let records = 0;
for (let number = 1; number <= rounds; number += 1) {
  const outcome = await round(server);
  server = outcome.again;
  answered += outcome.answered;
  records += outcome.records;
  if (number % kRoundsOfAVerify === 0) {
    await server.kill();
    checkCount(records);
    server = await Server.start();
  }
}
server.child.kill('SIGTERM');
assert.equal(await server.ended, 0);
const said = checkCount(records);
rmSync(folder, { recursive: true });
console.log(`${rounds} kills under ${writers} writers: ${answered} answered writes are there, ` +
  `${records - answered} not answered were sent anew, none is there twice. ${said}`);

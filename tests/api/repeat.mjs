// SPDX-License-Identifier: Apache-2.0
// repeat PROGRAM [ROUNDS]: requests that are sent again under their Idempotency-Key, at a real server
// that is killed in between: each is carried out once and answered alike.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';

const program = process.argv[2];
const rounds = Number(process.argv[3] ?? 10);
const folder = mkdtempSync(join(tmpdir(), 'taizhang-repeat-'));
const data = join(folder, 'office');
const server = process.env.TZ_POSTGRES;
const place = server
  ? ['--database', server.replace('/postgres?', '/repeated?')] : ['--data', data];
const taizhang = (...words) => execFileSync(program, words, { encoding: 'utf8', stdio: 'pipe' });
const kRecords = '/api/v1/ledgers/temporary_relief/records';

function makeOffice() {
  if (server) {
    execFileSync('psql', ['-q', server, '-c', 'CREATE DATABASE repeated']);
  }
  taizhang('init', ...place, '--name', '云桥街道办事处');
  const areas = join(folder, 'areas.csv');
  writeFileSync(areas, '代码,名称,级别,上级代码,生效日期\n1,云桥街道,街道,,2018-01-01\n' +
    '11,石桥社区,社区,1,2018-01-01\n111,石桥第一网格,网格,11,2018-01-01\n');
  taizhang('areas', ...place, areas);
}

async function start() {
  const child = spawn(program, ['serve', ...place, '--listen', '127.0.0.1:0']);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const address = (await lines.next()).value;
  const token = (await lines.next()).value;
  const ended = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
  const ask = async (method, path, body, headers = {}) => {
    const response = await fetch(address + path, {
      method,
      headers: { authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, json: text ? JSON.parse(text) : null,
      etag: response.headers.get('etag'), location: response.headers.get('location'),
      type: response.headers.get('content-type'), retry: response.headers.get('retry-after') };
  };
  const kill = async (signal) => {
    child.kill(signal);
    return ended;
  };
  return { ask, kill };
}

const keyed = (key) => ({ 'idempotency-key': key });
const count = async (ask) => (await ask('GET', `${kRecords}?limit=1000`)).json.records.length;

// Fields that the ledger asks for, whatever they are today.
async function goodFields(ask) {
  const ledger = (await ask('GET', '/api/v1/ledgers/temporary_relief')).json;
  const fields = { applicant: '张三', area: '石桥第一网格', cause: 'illness', amount: '500.50',
    applied_on: '2020-05-20', paid_on: '2020-05-31', status: 'paid' };
  const known = new Set(ledger.fields.map((field) => field.name));
  const input = Object.fromEntries(Object.entries(fields).filter(([name]) => known.has(name)));
  const missing = await ask('POST', kRecords, { fields: input });
  for (const error of missing.json.errors ?? []) {
    const name = error.pointer.slice('/fields/'.length);
    const field = ledger.fields.find((one) => one.name === name);
    input[name] = field.choices.length > 0 ? field.choices[0].code : '1';
  }
  return input;
}

async function sentAgain(ask, fields) {
  const before = await count(ask);
  const body = { fields, reason: '补录' };
  const first = await ask('POST', kRecords, body, keyed('"k-1"'));
  assert.equal(first.status, 201, JSON.stringify(first.json));
  const second = await ask('POST', kRecords, body, keyed('k-1'));
  assert.deepEqual(second, first);
  const changed = await ask('PATCH', first.location, { fields: { amount: '700' } },
    { 'if-match': first.etag });
  assert.equal(changed.status, 200);
  assert.deepEqual(await ask('POST', kRecords, body, keyed('k-1')), first, 'as it was then');
  const other = await ask('POST', kRecords, { fields, reason: '别的' }, keyed('k-1'));
  assert.equal(other.status, 422);
  assert.equal(other.json.code, 'idempotency_key_reused');
  for (const bad of ['""', '"', 'x'.repeat(256), '"a"b"']) {
    assert.equal((await ask('POST', kRecords, body, keyed(bad))).status, 400, bad);
  }
  assert.equal(await count(ask), before + 1);

  const removed = await ask('DELETE', first.location, undefined, { 'if-match': '"2"' });
  assert.equal(removed.status, 200);
  const restore = () => ask('POST', `${first.location}/restore`, { reason: '误删' },
    { 'if-match': '"3"', ...keyed('k-2') });
  const restored = await restore();
  assert.equal(restored.status, 200, JSON.stringify(restored.json));
  assert.deepEqual(await restore(), restored);
  assert.equal(restored.json.revision, 4);
}

async function refusedIsNotKept(ask, fields) {
  const before = await count(ask);
  const key = randomUUID();
  const wrong = await ask('POST', kRecords, { fields: { ...fields, amount: '-1' } }, keyed(key));
  assert.equal(wrong.status, 422);
  assert.equal((await ask('POST', kRecords, { fields }, keyed(key))).status, 201);
  assert.equal(await count(ask), before + 1);
}

async function manyAtOnce(ask, fields) {
  const before = await count(ask);
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 30 },
    () => ask('POST', kRecords, { fields }, keyed(key))));
  const made = answers.filter((one) => one.status === 201);
  const waiting = answers.filter((one) => one.status === 409);
  assert.equal(made.length + waiting.length, answers.length);
  assert.equal(new Set(made.map((one) => one.location)).size, 1);
  for (const one of waiting) {
    assert.equal(one.json.code, 'in_progress');
    assert.equal(one.retry, '1');
  }
  assert.equal(await count(ask), before + 1);
  return `${made.length} answered, ${waiting.length} told to wait`;
}

// The answer of a request that is committed is lost with the server.
async function killedBehindTheCommit(running, fields) {
  const before = await count(running.ask);
  const key = randomUUID();
  const lost = running.ask('POST', kRecords, { fields }, keyed(key)).catch(() => null);
  while (await count(running.ask) === before);
  await running.kill('SIGKILL');
  const answer = await lost;
  const again = await start();
  const told = await again.ask('POST', kRecords, { fields }, keyed(key));
  assert.equal(told.status, 201, JSON.stringify(told.json));
  if (answer) {
    assert.deepEqual(told, answer);
  }
  assert.equal(await count(again.ask), before + 1);
  return again;
}

// Before, in or behind it: nobody knows.
async function killedAtAnyMoment(running, fields) {
  const before = await count(running.ask);
  const key = randomUUID();
  const lost = running.ask('POST', kRecords, { fields }, keyed(key)).catch(() => null);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));  // not a wait for anything
  await running.kill('SIGKILL');
  await lost;
  const again = await start();
  const made = await count(again.ask) - before;
  const told = await again.ask('POST', kRecords, { fields }, keyed(key));
  assert.equal(told.status, 201, JSON.stringify(told.json));
  assert.equal(await count(again.ask), before + 1);
  return { again, made };
}

async function shownOnce(ask) {
  const wanted = { name: 'wang.fang', title: '样例', roles: [] };
  const made = await ask('POST', '/api/v1/accounts', wanted, keyed('k-3'));
  assert.equal(made.status, 201, JSON.stringify(made.json));
  const again = await ask('POST', '/api/v1/accounts', wanted, keyed('k-3'));
  assert.equal(again.status, 409);
  assert.equal(again.json.code, 'already_done');
  assert.ok(!JSON.stringify(again.json).includes(made.json.password));
  const off = () => ask('POST', '/api/v1/accounts/wang.fang/disable', {}, keyed('k-4'));
  assert.equal((await off()).status, 204);
  assert.equal((await off()).status, 204);
  const log = await ask('GET', '/api/v1/audit?action=account_created&action=account_changed');
  assert.equal(log.json.events.length, 2);
}

makeOffice();
let running = await start();
const fields = await goodFields(running.ask);
await sentAgain(running.ask, fields);
await refusedIsNotKept(running.ask, fields);
const crowd = await manyAtOnce(running.ask, fields);
let behind = 0;
for (let round = 0; round < rounds; round += 1) {
  running = await killedBehindTheCommit(running, fields);
  const { again, made } = await killedAtAnyMoment(running, fields);
  behind += made;
  running = again;
}
await shownOnce(running.ask);
assert.equal(await running.kill('SIGTERM'), 0);
console.log(`${crowd}; ${2 * rounds} kills, ${rounds + behind} of them behind the commit`);
console.log(taizhang('verify', ...place).trim());
rmSync(folder, { recursive: true });

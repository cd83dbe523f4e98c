// SPDX-License-Identifier: Apache-2.0
// sealed PROGRAM: personal values are entered, changed, searched, imported and purged over a real server,
// its key is changed while people write, and nowhere on the disk, in a backup or in a dump of the database
// do they stand in the clear; without the right key nothing starts. In a database where
// tests/with_postgres has started a server.
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync,
  writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';

const program = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'taizhang-sealed-'));
const database = process.env.TZ_POSTGRES;
const data = join(folder, 'office');
const place = database
  ? ['--database', database.replace('/postgres?', '/sealed?')] : ['--data', data];
const key = join(folder, 'office.key');
const environment = { ...process.env, ...(database ? { TAIZHANG_KEY: key } : {}) };
const taizhang = (...words) =>
  execFileSync(program, words, { encoding: 'utf8', stdio: 'pipe', env: environment }).trim();
const kRecords = '/api/v1/ledgers/temporary_relief/records';
const kSecrets = ['龘靐齉', '麤爨龖', '18966337', '11010519491231002', '62220000009'];

function makeOffice() {
  if (database) execFileSync('psql', ['-q', database, '-c', 'CREATE DATABASE sealed']);
  taizhang('init', ...place, '--name', '云桥街道办事处');
  const areas = join(folder, 'areas.csv');
  writeFileSync(areas, '代码,名称,级别,上级代码,生效日期\n1,云桥街道,街道,,2018-01-01\n' +
    '11,石桥社区,社区,1,2018-01-01\n111,石桥第一网格,网格,11,2018-01-01\n');
  taizhang('areas', ...place, areas);
}

async function start() {
  const server = spawn(program, ['serve', ...place, '--listen', '127.0.0.1:0', '--log', 'json'],
    { env: environment });
  let log = '';
  server.stderr.on('data', (part) => { log += part; });
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const address = (await lines.next()).value;
  const token = (await lines.next()).value;
  const ended = new Promise((resolve) => server.on('exit', resolve));
  const ask = async (method, path, body, headers = {}) => {
    const response = await fetch(address + path, {
      method,
      headers: { authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, json: text ? JSON.parse(text) : null,
      etag: response.headers.get('etag'), location: response.headers.get('location') };
  };
  const stop = async () => {
    server.kill('SIGTERM');
    assert.equal(await ended, 0);
    return log;
  };
  return { ask, stop };
}

// What is read from a running server's files as well: what is sealed is sealed from the first write on.
function everythingStored() {
  const bytes = [];
  const files = (path) => {
    for (const name of readdirSync(path)) {
      const file = join(path, name);
      if (statSync(file).isDirectory()) files(file);
      else bytes.push(readFileSync(file));
    }
  };
  if (database) {
    bytes.push(execFileSync('pg_dump', [place[1]], { maxBuffer: 1 << 30 }));
  } else {
    files(data);
  }
  return Buffer.concat(bytes);
}

function expectNoSecret(bytes, where) {
  for (const secret of kSecrets) {
    assert.equal(bytes.indexOf(secret), -1, `${secret} in ${where}`);
    assert.equal(bytes.indexOf(Buffer.from(secret).toString('hex')), -1, `${secret} in ${where}, hex`);
  }
}

const fieldsOf = (i) => ({ applicant: i % 2 ? '麤爨龖' : '龘靐齉', phone: `1896633${7000 + i}`,
  id_number: '11010519491231002X', bank_card: `6222000000900${i}`, area: '石桥第一网格', cause: 'illness',
  amount: '500.50', applied_on: '2020-05-20', paid_on: '2020-05-31', status: 'paid' });

async function create(ask, i) {
  const made = await ask('POST', kRecords, { fields: fieldsOf(i), reason: '补录' },
    { 'idempotency-key': `"sealed-${i}"` });
  assert.equal(made.status, 201, JSON.stringify(made.json));
  return made.location;
}

async function change(ask, location, fields) {
  const { etag } = await ask('GET', location);
  const changed = await ask('PATCH', location, { fields }, { 'if-match': etag });
  assert.equal(changed.status, 200, JSON.stringify(changed.json));
}

const search = (words) =>
  JSON.parse(taizhang('search', ...place, '--json', '--limit', '50', words)).records.length;

const list = (ask, query) => ask('GET', `${kRecords}?${query}`);

async function useIt(ask) {
  const places = [];
  for (let i = 0; i < 6; ++i) places.push(await create(ask, i));
  await change(ask, places[0], { phone: '18966337999' });
  assert.equal(search('龘靐'), 3);
  assert.equal(search('7999'), 1);
  assert.equal(search('尾号7003'), 1);
  assert.equal((await list(ask, 'filter=phone%20eq%2018966337003')).json.records.length, 1);
  for (const query of ['sort=phone', 'filter=phone%20gt%201']) {
    const refused = await list(ask, query);
    assert.equal(refused.status, 422, query);
    assert.match(JSON.stringify(refused.json), /加密/);
  }
  const revealed = await ask('POST', `${places[0]}/reveal`, { field: 'phone', reason: '核对' });
  assert.equal(revealed.json.value, '18966337999', JSON.stringify(revealed.json));
  return places;
}

// Its rows are told apart by who applied and on which day, also when they come once more.
function importTable() {
  const file = join(folder, 'people.csv');
  const table = (amount) => writeFileSync(file,
    '申请日期,办理日期,申请人,联系电话,致困原因,救助金额,收款账号,办理状态,所属社区\n' +
    Array.from({ length: 40 }, (_, i) => `2020-0${i < 20 ? 3 : 4}-${10 + i % 20},2020-05-11,龘靐齉,` +
      `1896633${8000 + i},重大疾病,${amount},622200000090${10 + i},已发放,石桥社区`).join('\n'));
  table('100.00');
  assert.match(taizhang('import', ...place, 'temporary_relief', file), /新增 40，改动 0/);
  table('120.00');
  assert.match(taizhang('import', ...place, 'temporary_relief', file), /新增 0，改动 40/);
  rmSync(file);
}

// While somebody changes records without a pause.
async function changeTheKey(ask, places) {
  let stop = false;
  let changes = 0;
  const clerk = (async () => {
    while (!stop) {
      await change(ask, places[1 + changes % 5], { bank_card: `6222000000900${changes}` });
      ++changes;
    }
  })();
  const rotated = spawn(program, ['key', 'rotate', ...place, '--suite', 'sm4-ctr-hmac-sm3'],
    { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  rotated.stdout.on('data', (part) => { said += part; });
  assert.equal(await new Promise((resolve) => rotated.on('exit', resolve)), 0);
  assert.match(said, /^已换密钥 [0-9a-f]{8}，重新加密 \d+ 行/);
  const soFar = changes;
  while (changes < soFar + 3) await change(ask, places[0], { phone: `1896633${7900 + changes}` });
  stop = true;
  await clerk;
  const keys = taizhang('key', 'check', ...place).split('\n');
  assert.equal(keys.length, 2);
  assert.match(keys[1], /sm4-ctr-hmac-sm3\t.*\t在用/);
  return changes;
}

function refusedStart(why) {
  try {
    execFileSync(program, ['serve', ...place, '--listen', '127.0.0.1:0'],
      { encoding: 'utf8', stdio: 'pipe', env: environment, timeout: 60_000 });
  } catch (error) {
    assert.equal(error.status, 1);
    assert.match(error.stderr, why);
    return;
  }
  assert.fail('it started');
}

function withoutTheKey() {
  const kept = join(folder, 'kept.key');
  renameSync(key, kept);
  refusedStart(/没有密钥文件/);
  taizhang('key', 'create', key);
  refusedStart(/密钥不对：这个库要密钥 [0-9a-f]{8}/);
  rmSync(key);
  copyFileSync(kept, key);
  taizhang('verify', ...place);
}

function backUp(name) {
  const file = join(folder, name);
  assert.match(taizhang('backup', ...place, '-o', file), /要密钥 [0-9a-f]{8}/);
  expectNoSecret(readFileSync(file), name);
}

makeOffice();
try {
  assert.equal(statSync(key).mode & 0o777, 0o600);
  let server = await start();
  const places = await useIt(server.ask);
  importTable();
  expectNoSecret(everythingStored(), 'the store of a running server');
  backUp('first.tar');
  const changes = await changeTheKey(server.ask, places);
  expectNoSecret(everythingStored(), 'the store under its new key');
  assert.equal(search('7003'), 1);
  expectNoSecret(Buffer.from(await server.stop()), 'the log');
  taizhang('verify', ...place);
  withoutTheKey();
  backUp('second.tar');
  taizhang('purge', ...place, '--as-of', '2199-01-01');
  server = await start();
  assert.equal(search('龘靐'), 0);
  await server.stop();
  taizhang('verify', ...place);
  expectNoSecret(everythingStored(), 'the store after a purge');
  console.log(`nothing in the clear after entry, import, search, ${changes} changes beside a new key and a purge`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

// SPDX-License-Identifier: Apache-2.0
// walk PROGRAM: a clerk's way through the API of a real server, and then every route of its own
// OpenAPI document with input that is missing, of the wrong type, too long or nobody's, and every route
// as each role of the pack (roles.mjs): answers are documented ones, never a 500. At the end the store
// is verified.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';
import { textOf } from './office.mjs';
import { everyRole } from './roles.mjs';

const program = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'taizhang-api-'));
const data = join(folder, 'office');
const taizhang = (...words) => execFileSync(program, words, { encoding: 'utf8', stdio: 'pipe' });

function makeOffice() {
  taizhang('init', '--data', data, '--name', '云桥街道办事处');
  const areas = join(folder, 'areas.csv');
  writeFileSync(areas, '代码,名称,级别,上级代码,生效日期\n1,云桥街道,街道,,2018-01-01\n' +
    '11,石桥社区,社区,1,2018-01-01\n111,石桥第一网格,网格,11,2018-01-01\n');
  taizhang('areas', '--data', data, areas);
}

async function start() {
  const server = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0']);
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const address = (await lines.next()).value;
  const token = (await lines.next()).value;
  const ended = new Promise((resolve) => server.on('exit', (code) => resolve(code)));
  return { server, address, token, ended };
}

function client({ address, token }) {
  return async (method, path, { body, headers = {}, bearer = token } = {}) => {
    const response = await fetch(address + path, {
      method,
      headers: {
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await textOf(response);
    const json = text.length > 0 ? JSON.parse(text) : null;
    if (response.status >= 400) {
      assert.equal(response.headers.get('content-type'), 'application/problem+json', path);
      assert.equal(json.status, response.status);
      assert.ok(json.detail.length > 0);
    }
    return { status: response.status, json, headers: response.headers };
  };
}

async function clerksWay(ask) {
  const records = '/api/v1/ledgers/temporary_relief/records';
  const fields = { applicant: '张三', area: '石桥第一网格', cause: 'illness', amount: 500.5,
    applied_on: '2020-05-20', paid_on: '2020-05-31', status: 'paid' };
  const ledger = (await ask('GET', '/api/v1/ledgers/temporary_relief')).json;
  const known = new Set(ledger.fields.map((field) => field.name));
  const input = Object.fromEntries(Object.entries(fields).filter(([name]) => known.has(name)));
  const missing = await ask('POST', records, { body: { fields: {} } });
  assert.equal(missing.status, 422);
  assert.ok(missing.json.errors.every((error) => error.pointer.startsWith('/fields/')));
  for (const error of missing.json.errors) {
    const name = error.pointer.slice('/fields/'.length);
    if (!(name in input)) {
      const field = ledger.fields.find((one) => one.name === name);
      input[name] = field.choices.length > 0 ? field.choices[0].code : '1';
    }
  }
  const made = await ask('POST', records, { body: { fields: input, reason: '补录' } });
  assert.equal(made.status, 201, JSON.stringify(made.json));
  const place = made.headers.get('location');
  assert.equal(made.json.fields.amount, '500.50');
  assert.ok(made.json.masked.length === 0 || !JSON.stringify(made.json).includes('张三'));
  const got = await ask('GET', place);
  assert.equal(got.status, 200);
  assert.equal((await ask('GET', place, { headers: { 'if-none-match': got.headers.get('etag') } })).status, 304);
  assert.equal((await ask('PATCH', place, { body: { fields: { amount: '600' } } })).status, 428);
  const match = { 'if-match': got.headers.get('etag') };
  const changed = await ask('PATCH', place, { body: { fields: { amount: '600' } }, headers: match });
  assert.equal(changed.status, 200);
  assert.equal(changed.json.revision, 2);
  const late = await ask('PATCH', place, { body: { fields: { amount: '700' } }, headers: match });
  assert.equal(late.status, 412);
  assert.equal(late.json.current.fields.amount, '600.00');
  assert.equal(late.json.yours.fields.amount, '700');
  const past = await ask('GET', `${place}/history`);
  assert.deepEqual(past.json.revisions.map((one) => one.action), ['changed', 'created']);
  assert.equal(past.json.revisions[1].reason, '补录');
  const figures = await ask('GET', '/api/v1/figures?period=2020H1&indicator=relief.temporary.amount');
  assert.equal(figures.json.figures[0].value, '600.00');
  const traced = await ask('GET', '/api/v1/figures/relief.temporary.amount/trace?period=2020H1');
  assert.equal(traced.json.records.length, 1);
  const page = await ask('GET', `${records}?filter=amount%20ge%20600&sort=-paid_on&limit=1`);
  assert.equal(page.json.records.length, 1);
  assert.equal((await ask('GET', `${records}?filter=amount%20gt%20600`)).json.records.length, 0);
  assert.equal((await ask('DELETE', place, { headers: { 'if-match': '"2"' } })).status, 200);
  assert.equal((await ask('GET', `${records}?bin=only`)).json.records.length, 1);
  const back = await ask('POST', `${place}/restore`, { body: {}, headers: { 'if-match': '"3"' } });
  assert.equal(back.status, 200);
}

function filled(path, value) {
  return path.replace(/\{[^}]+\}/g, encodeURIComponent(value));
}

// Bodies, paths and queries that are wrong in every way that can be told from the document alone.
function* damages(method, path, operation) {
  const long = 'x'.repeat(5_000);
  const body = operation.requestBody ? {} : undefined;
  for (const value of ['1', '999999999999999', '-1', '张三', '%00', '../..', long, "'; DROP TABLE office; --"]) {
    yield { path: filled(path, value), options: { body } };
  }
  for (const parameter of operation.parameters.filter((one) => one.in === 'query')) {
    for (const value of ['', '0', '-1', '99999999999', 'x', long, '\u0001', '2020H9', 'a eq', 'amount in ,']) {
      yield { path: `${filled(path, 'temporary_relief')}?${parameter.name}=${encodeURIComponent(value)}`,
        options: { body } };
    }
  }
  yield { path: `${filled(path, '1')}?nobody=1`, options: { body } };
  if (operation.requestBody) {
    for (const text of ['', 'null', '[]', '1', '"x"', '{', '{"fields":[]}', '{"fields":{"a":{}}}',
      '{"reason":1}', `{"reason":"${'事'.repeat(600)}"}`, '['.repeat(100), `{"fields":{"amount":"${long}"}}`,
      '{"fields":{"amount":1e400}}', '{"other":1}', '\ufeff{}', '{"fields":{"applicant":"\\ud800"}}']) {
      for (const tag of ['"1"', 'x', '"99999999999999999999"']) {
        yield { path: filled(path, '1').replace('ledgers/1', 'ledgers/temporary_relief'),
          options: { body: text, headers: { 'if-match': tag } } };
      }
    }
    yield { path: filled(path, '1'), options: { body: 'x', headers: { 'content-type': 'text/plain' } } };
  }
}

async function everyRoute(ask) {
  const document = (await ask('GET', '/api/openapi.json')).json;
  let routes = 0;
  let requests = 0;
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [verb, operation] of Object.entries(operations)) {
      routes += 1;
      const method = verb.toUpperCase();
      const plain = operation.requestBody ? { body: {} } : {};
      const stranger = await ask(method, filled(path, '1'), { ...plain, bearer: '' });
      const open = operation.security?.length === 0;
      if (open) assert.ok(String(stranger.status) in operation.responses && stranger.status < 500, `${method} ${path}`);
      else assert.equal(stranger.status, 401, `${method} ${path}`);
      if (!open) {
        assert.equal((await ask(method, filled(path, '1'), { ...plain, bearer: 'wrong' })).status, 401);
      }
      for (const { path: damaged, options } of damages(method, path, operation)) {
        const { status } = await ask(method, damaged, options);
        requests += 1;
        const told = `${method} ${damaged.slice(0, 200)} ${JSON.stringify(options).slice(0, 200)}: ${status}`;
        assert.ok(status < 500, told);
        assert.ok(String(status) in operation.responses || status === 431, told);
      }
    }
    const unused = ['put', 'patch', 'delete', 'post'].find((verb) => !(verb in operations));
    assert.equal((await ask(unused.toUpperCase(), filled(path, '1'), { body: {} })).status, 405);
  }
  assert.equal((await ask('GET', '/nowhere')).status, 404);
  return `${routes} routes, ${requests} damaged requests`;
}

makeOffice();
const running = await start();
try {
  const ask = client(running);
  await clerksWay(ask);
  console.log(await everyRoute(ask));
} finally {
  running.server.kill('SIGTERM');
}
assert.equal(await running.ended, 0, 'the server ends well when it is told to');
console.log(taizhang('verify', '--data', data).trim());
rmSync(folder, { recursive: true });
console.log(await everyRole(program, new URL('../..', import.meta.url).pathname));

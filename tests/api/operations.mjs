// SPDX-License-Identifier: Apache-2.0
// operations PROGRAM: what a running server tells of itself. Health, readiness and figures of a real
// process, one line of the log for each request with nothing personal in it, request ids and traces,
// a log that nobody reads, settings from file, environment and flags, and the way it stops.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';

const program = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'taizhang-operations-'));
const data = join(folder, 'office');
const taizhang = (...words) =>
  execFileSync(program, words, { encoding: 'utf8', stdio: 'pipe' }).trim();

function makeOffice() {
  taizhang('init', '--data', data, '--name', '云桥街道办事处');
  const areas = join(folder, 'areas.csv');
  writeFileSync(areas, '代码,名称,级别,上级代码,生效日期\n1,云桥街道,街道,,2018-01-01\n' +
    '11,石桥社区,社区,1,2018-01-01\n111,石桥第一网格,网格,11,2018-01-01\n');
  taizhang('areas', '--data', data, areas);
}

async function start(words, { environment = {}, readLog = true, tokens = 1 } = {}) {
  const server = spawn(program, ['serve', ...words], { env: { ...process.env, ...environment } });
  const log = [];
  if (readLog) {
    createInterface({ input: server.stderr }).on('line', (line) => log.push(line));
  }
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const address = (await lines.next()).value;
  const token = tokens ? (await lines.next()).value : '';
  const ended = new Promise((resolve) => server.on('close', (code) => resolve(code)));
  return { server, address, token, log, ended };
}

const bearer = (token) => ({ authorization: `Bearer ${token}` });
const kTrace = '4bf92f3577b34da6a3ce929d0e0e4736';
const kRequestId = '3f2b8a50-93c1-4e8e-9d51-0a6a5f0f4e55';
const kPersonal = ['张三', encodeURIComponent('张三'), '13800000000'];

async function healthAndReadiness({ address }) {
  const health = await fetch(`${address}/healthz`);
  assert.equal(health.status, 200);
  assert.deepEqual(await health.json(), { status: 'ok' });
  const ready = await fetch(`${address}/readyz`);
  assert.equal(ready.status, 200, await ready.clone().text());
  assert.deepEqual(await ready.json(), { status: 'ready' });
  assert.equal((await fetch(`${address}/healthz`, { method: 'HEAD' })).status, 200);
  const posted = await fetch(`${address}/readyz`, { method: 'POST', body: 'x' });
  assert.equal(posted.status, 405);
  assert.equal(posted.headers.get('allow'), 'GET, HEAD');
}

// Another program keeps the database for itself: reading goes on, writing does not.
async function notReady({ address }) {
  const other = spawn('sqlite3', [join(data, 'taizhang.db')]);
  const lines = createInterface({ input: other.stdout })[Symbol.asyncIterator]();
  other.stdin.write('BEGIN IMMEDIATE;\nSELECT 1;\n');
  assert.equal((await lines.next()).value, '1');
  let answer;
  let problem;
  do {  // the last answer is kept for half a second
    answer = await fetch(`${address}/readyz`);
    problem = await answer.json();
  } while (answer.status === 200);
  assert.equal(answer.status, 503);
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  assert.deepEqual(problem.errors.map((error) => error.pointer), ['store/write']);
  assert.equal((await fetch(`${address}/healthz`)).status, 200);
  other.stdin.end('ROLLBACK;\n');
  await new Promise((resolve) => other.on('exit', resolve));
  for (let status = 503; status !== 200;) {
    status = (await fetch(`${address}/readyz`)).status;
  }
}

// Each with a client's text that must not be in the log.
async function someRequests({ address, token }) {
  const record = `${address}/api/v1/ledgers/temporary_relief/records`;
  await fetch(`${record}?filter=${encodeURIComponent('applicant eq 张三')}`, { headers: bearer(token) });
  await fetch(record, {
    method: 'POST',
    headers: { ...bearer(token), 'content-type': 'application/json', 'x-request-id': '13800000000' },
    body: JSON.stringify({ fields: { applicant: '张三' } }),
  });
  await fetch(`${address}/${encodeURIComponent('张三')}`, { headers: bearer(token) });
  await fetch(`${address}/api/v1/ledgers/${encodeURIComponent('张三')}`, { headers: bearer(token) });
  const named = await fetch(`${address}/api/v1/ledgers`, {
    headers: { ...bearer(token), 'x-request-id': kRequestId,
      traceparent: `00-${kTrace}-00f067aa0ba902b7-01` },
  });
  assert.equal(named.status, 200);
  assert.equal(named.headers.get('x-request-id'), kRequestId);
  const refused = await fetch(`${address}/api/v1/ledgers`, { headers: { traceparent: `00-${kTrace}-0-01` } });
  assert.equal(refused.status, 401);
  const id = refused.headers.get('x-request-id');
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.equal((await refused.json()).instance, `/requests/${id}`);
  return id;
}

function readMetrics(text) {
  const values = new Map();
  for (const line of text.split('\n').filter((one) => one && !one.startsWith('#'))) {
    const [, name, value] = line.match(/^(.*) (\S+)$/);
    assert.ok(!values.has(name), `twice: ${name}`);
    values.set(name, Number(value));
  }
  return values;
}

async function metrics({ address }) {
  const response = await fetch(`${address}/metrics`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  const text = await response.text();
  for (const word of kPersonal) {
    assert.ok(!text.includes(word));
  }
  const checked = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
  assert.equal(checked.error, undefined, 'promtool is in the test set of tools/packages.txt');
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  return readMetrics(text);
}

function checkFigures(values) {
  const duration = 'taizhang_http_request_duration_seconds';
  const ledgers = '{method="GET",route="/api/v1/ledgers",status="2xx"';
  assert.equal(values.get(`${duration}_count${ledgers}}`), 1);
  const buckets = [...values.keys()].filter((name) => name.startsWith(`${duration}_bucket${ledgers}`));
  const bounds = buckets.map((name) => Number(name.match(/le="([^"]+)"/)[1].replace('+Inf', 'Infinity')));
  assert.deepEqual(bounds, [...bounds].sort((a, b) => a - b));
  assert.ok(bounds[0] <= 0.000_25 && bounds.at(-2) === 10);
  assert.ok(bounds.filter((bound) => bound <= 0.002).length >= 5, `${bounds}`);
  assert.equal(values.get(`${duration}_count{method="any",route="none",status="4xx"}`), 1);
  assert.equal(values.get('taizhang_http_requests_total{code="401"}'), 1);
  assert.ok(values.get('taizhang_http_requests_in_progress') >= 1, 'this one');
  assert.ok(values.get('taizhang_http_connections_open') >= 1);
  for (const pool of ['read', 'write', 'long', 'hash']) {
    assert.equal(values.get(`taizhang_worker_queue_length{pool="${pool}"}`), 0);
  }
  assert.ok(values.get('taizhang_store_commit_closures_count') >= 1);
  assert.ok(values.get('taizhang_store_commit_events_bucket{le="+Inf"}') >= 1);
  assert.ok(values.get('taizhang_http_sent_bytes_total') > 0);
  assert.ok(Math.abs(values.get('process_start_time_seconds') - Date.now() / 1000) < 120);
  assert.ok(values.get('process_resident_memory_bytes') > 1e6);
  assert.ok(values.get('process_open_fds') > 5);
  assert.ok([...values.keys()].some((name) => /^taizhang_build_info\{version="[0-9.]+"/.test(name)));
}

function checkLog(log, refusedId, account) {
  const entries = log.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  assert.equal(entries[0].event, 'started');
  assert.equal(entries.at(-1).event, 'stopped');
  const requests = entries.filter((entry) => entry.event === 'request');
  for (const entry of requests) {
    const known = ['time', 'level', 'event', 'request_id', 'trace_id', 'method', 'route', 'status',
      'duration_ms', 'bytes', 'account', 'address'];
    assert.ok(Object.keys(entry).every((key) => known.includes(key)), JSON.stringify(entry));
    assert.match(entry.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.match(entry.request_id, /^[0-9A-Za-z._-]{20,64}$/);
    assert.ok(entry.duration_ms >= 0 && entry.address === '127.0.0.1');
  }
  const named = requests.find((entry) => entry.request_id === kRequestId);
  assert.equal(named.trace_id, kTrace);
  assert.equal(named.route, '/api/v1/ledgers');
  assert.equal(named.account, account);
  const refused = requests.find((entry) => entry.request_id === refusedId);
  assert.equal(refused.status, 401);
  assert.equal(refused.trace_id, undefined, 'a traceparent that is not one is nobody\'s');
  assert.ok(requests.some((entry) => entry.route === 'none' && entry.status === 404));
  for (const word of [...kPersonal, 'applicant']) {
    assert.ok(!log.some((line) => line.includes(word)), word);
  }
  return requests.length;
}

// A request whose first bytes had come before the stop is answered: not ready any more.
async function stopWhileAsked({ server, address, ended }) {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  await new Promise((resolve) => socket.write('GET /readyz HTTP/1.1\r\nHost: x\r\n', resolve));
  server.kill('SIGTERM');
  for (let open = true; open;) {
    open = await fetch(`${address}/healthz`, { headers: { connection: 'close' } }).then(() => true, () => false);
  }
  socket.write('\r\n');
  let answer = '';
  for await (const piece of socket) {
    answer += piece;
  }
  assert.match(answer, /^HTTP\/1\.1 503 /);
  assert.match(answer, /"code":"stopping"/);
  assert.equal(await ended, 0);
}

// The pipe of stderr fills, and nobody waits for it.
async function aLogThatNobodyReads() {
  const running = await start(['--data', data, '--listen', '127.0.0.1:0'], { readLog: false });
  const kRequests = 3_000;
  const kAtOnce = 30;
  for (let i = 0; i < kRequests; i += kAtOnce) {
    const all = Array.from({ length: kAtOnce }, () => fetch(`${running.address}/healthz`));
    for (const response of await Promise.all(all)) {
      assert.equal(response.status, 200);
      await response.text();
    }
  }
  const values = readMetrics(await (await fetch(`${running.address}/metrics`)).text());
  assert.ok(values.get('taizhang_http_requests_total{code="200"}') >= kRequests);
  assert.ok(values.get('taizhang_log_lines_total') < kRequests, 'its reader is asleep');
  running.server.kill('SIGTERM');
  const exit = await new Promise((resolve) => running.server.on('exit', resolve));
  assert.equal(exit, 0);
}

async function changeFirstPassword(address, name, before) {
  const json = { 'content-type': 'application/json' };
  const signed = await fetch(`${address}/api/v1/session`,
    { method: 'POST', headers: json, body: JSON.stringify({ name, password: before }) });
  assert.equal(signed.status, 201);
  const headers = { ...json, cookie: signed.headers.get('set-cookie').split(';')[0],
    'x-csrf-token': (await signed.json()).csrf_token };
  const body = JSON.stringify({ before, password: '石桥 门前 三棵 槐树' });
  assert.equal((await fetch(`${address}/api/v1/me/password`, { method: 'POST', headers, body })).status, 200);
}

// From another machine, which for the test is a proxy that passes on a stranger's request.
async function figuresForOthers() {
  const config = join(folder, 'taizhang.yaml');
  writeFileSync(config, 'data: office\nbehind-proxy: true\nlog: text\nrequests-per-second: 1\n');
  const add = (name, role) => taizhang('user', 'add', '--data', data, name, '--role', role);
  const first = add('guanli', 'system_admin');
  add('shuji', 'community_secretary@石桥社区');
  const token = (user, permission) => taizhang('token', 'create', '--data', data, '--user', user,
    '--title', '监控', '--permission', permission, '--days', '9');
  const tokens = { guanli: token('guanli', 'administer'), shuji: token('shuji', 'read_figures') };
  const running = await start(['--config', config, '--listen', '127.0.0.1:0'],
    { environment: { TAIZHANG_REQUESTS_PER_SECOND: '0' }, tokens: 0 });
  const ask = async (path, headers) => {
    const response = await fetch(running.address + path, { headers: { 'x-forwarded-for': '192.0.2.9', ...headers } });
    await response.text();
    return response.status;
  };
  assert.equal(await ask('/healthz'), 200);
  assert.equal(await ask('/readyz'), 200);
  assert.equal(await ask('/metrics'), 401);
  assert.equal(await ask('/metrics', bearer('x'.repeat(43))), 401);
  assert.equal(await ask('/metrics', bearer(tokens.guanli)), 403, 'not before the first password is changed');
  await changeFirstPassword(running.address, 'guanli', first);
  assert.equal(await ask('/metrics', bearer(tokens.guanli)), 200);
  assert.equal(await ask('/metrics', bearer(tokens.shuji)), 403);
  running.server.kill('SIGTERM');
  assert.equal(await running.ended, 0);
  const line = running.log.find((one) => one.includes(' /metrics 403 '));
  assert.match(line, / account=\d+ address=192\.0\.2\.9$/);
  assert.ok(!running.log.some((one) => one.includes('shuji') || one.includes('guanli')));
}

makeOffice();
try {
  const running = await start(['--data', data], { environment: { TAIZHANG_LISTEN: '127.0.0.1:0' } });
  await healthAndReadiness(running);
  await notReady(running);
  const refusedId = await someRequests(running);
  checkFigures(await metrics(running));
  await stopWhileAsked(running);
  const lines = checkLog(running.log, refusedId, null);
  await aLogThatNobodyReads();
  await figuresForOthers();
  console.log(`${lines} lines of the log, figures checked by promtool`);
  console.log(taizhang('verify', '--data', data));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

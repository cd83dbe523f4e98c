// SPDX-License-Identifier: Apache-2.0
// jobs PROGRAM: long work at a real server, on SQLite or PostgreSQL. Imports with mistakes and what
// comes back, exports opened and counted, reports; cancelled, killed and stopped in the middle.
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { Browser } from './office.mjs';
import { jobUntil, over, Place } from './place.mjs';

const place = new Place(process.argv[2], 'jobs');
const kImports = '/api/v1/ledgers/temporary_relief/imports';
const kExports = '/api/v1/ledgers/temporary_relief/exports';
const kHeader = '申请日期,办理日期,申请人,联系电话,致困原因,救助金额,收款账号,办理状态,所属社区\n';
const kManyRows = 30_000;

const row = (day, name, amount, area = '石桥社区') =>
  `2020-05-${day},2020-05-${day},${name},13800001111,重大疾病,${amount},622200000001,已发放,${area}\n`;

function manyRows(mark) {
  const rows = [];
  for (let i = 0; i < kManyRows; i += 1) rows.push(row('11', `${mark}${i + 1}`, `${i + 1}.${mark === '甲' ? 11 : 22}`));
  return kHeader + rows.join('');
}

async function send(ask, table, query = {}, headers = {}) {
  const parameters = new URLSearchParams({ name: '5月.csv', ...query });
  const answer = await ask('POST', `${kImports}?${parameters}`,
    { body: table, headers: { 'content-type': 'application/octet-stream', ...headers } });
  assert.equal(answer.status, 202, answer.text);
  assert.equal(answer.headers.get('location'), `/api/v1/jobs/${answer.json.id}`);
  assert.equal(answer.json.state, 'queued');
  return answer.headers.get('location');
}

const done = async (ask, path) => {
  const job = await jobUntil(ask, path, over);
  assert.equal(job.state, 'done', JSON.stringify(job));
  return job;
};

const countOf = async (ask) => (await ask('GET', '/api/v1/ledgers')).json.ledgers
  .find((one) => one.name === 'temporary_relief').records;

async function withMistakes({ ask }) {
  const table = kHeader + row('01', '张三丰', '100') + row('02', '李四光', '不知道') + row('03', '王五福', '300');
  const rehearsed = await done(ask, await send(ask, table, { dry_run: 'true' }));
  assert.equal(rehearsed.outcome.added, 2);
  assert.equal(rehearsed.batch, null);
  assert.ok(rehearsed.details.figures.length > 0, 'figures that would move');
  assert.equal(await countOf(ask), 0);

  const whole = await done(ask, await send(ask, table, { all_or_nothing: 'true' }));
  assert.equal(whole.outcome.taken_back, true);
  assert.equal(await countOf(ask), 0);

  const path = await send(ask, table, { errors: 'csv' });
  const job = await done(ask, path);
  assert.deepEqual([job.outcome.added, job.outcome.rejected], [2, 1]);
  assert.equal(job.progress.share, 1);
  assert.equal(job.details.errors[0].row, 3);
  assert.equal(job.details.errors[0].value, '不知道');
  assert.equal(job.result.name, '5月-有误.csv');
  const file = await ask('GET', job.result.href);
  assert.equal(file.status, 200);
  assert.match(file.headers.get('content-disposition'), /^attachment; filename="result.csv"; filename\*=UTF-8''5%E6%9C%88/);
  assert.equal(file.headers.get('cache-control'), 'no-store');
  assert.match(file.text, /错误原因/);
  assert.match(file.text, /李四光.*不知道/);
  // Mended, it is imported as it is.
  await done(ask, await send(ask, file.text.replace('不知道', '200'), { name: '改好.csv' }));
  assert.equal(await countOf(ask), 3);
  assert.equal((await done(ask, await send(ask, table.replace('不知道', '200')))).outcome.same, 3);

  const workbook = await done(ask, await send(ask, table));
  assert.equal(workbook.result.name, '5月-有误.xlsx');

  const wrong = await jobUntil(ask, await send(ask, '%PDF-1.4 no table'), over);
  assert.equal(wrong.state, 'failed');
  assert.equal(wrong.error.code, 'unsupported');
  assert.ok(wrong.error.detail.length > 0);
  const nameless = await ask('POST', kImports, { body: 'x', headers: { 'content-type': 'text/csv' } });
  assert.equal(nameless.status, 422);
}

// How many rows a workbook has, as its own XML says.
function rowsOf(workbook) {
  const file = join(place.folder, 'opened.xlsx');
  writeFileSync(file, workbook);
  return Number(execFileSync('python3', ['-c', 'import re, sys, zipfile\n' +
    'print(len(re.findall("<row ", zipfile.ZipFile(sys.argv[1]).read("xl/worksheets/sheet1.xml").decode())))',
    file], { encoding: 'utf8' }));
}

async function bytesOf({ address, token }, path) {
  const response = await fetch(address + path, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(response.status, 200);
  return Buffer.from(await response.arrayBuffer());
}

async function exported(server) {
  const { ask } = server;
  const make = async (body) => {
    const answer = await ask('POST', kExports, { body });
    assert.equal(answer.status, 202, answer.text);
    return done(ask, answer.headers.get('location'));
  };
  const all = await make({ format: 'xlsx' });
  assert.equal(all.outcome.records, 3);
  assert.equal(rowsOf(await bytesOf(server, all.result.href)), 4);
  const some = await make({ format: 'jsonl', period: '2020-05', filters: ['amount ge 200'] });
  const lines = (await ask('GET', some.result.href)).text.trim().split('\n').map((line) => JSON.parse(line));
  // As they were entered: the one that was mended came last.
  assert.deepEqual(lines.map((one) => Number(one.amount)), [300, 200]);
  assert.ok(!JSON.stringify(lines).includes('王五福'), 'masked');
  const shown = await make({ format: 'csv', reason: '核对' });
  const text = (await ask('GET', shown.result.href)).text;
  assert.match(text, /王五福/);
  const part = await ask('GET', shown.result.href, { headers: { range: 'bytes=0-9' } });
  assert.equal(part.status, 206);
  const log = await ask('GET', '/api/v1/audit?action=personal_revealed&action=records_exported&action=job_asked');
  const actions = log.json.events.map((event) => event.action);
  assert.deepEqual([actions.filter((one) => one === 'records_exported').length,
    actions.filter((one) => one === 'personal_revealed').length], [2, 1]);
  assert.ok(actions.includes('job_asked'));
  const bad = await ask('POST', kExports, { body: { format: 'xlsx', filters: ['nothing eq 1'] } });
  const failed = await jobUntil(ask, bad.headers.get('location'), over);
  assert.equal(failed.state, 'failed');
  assert.equal((await ask('GET', `${bad.headers.get('location')}/result`)).status, 404);
  assert.equal((await ask('DELETE', bad.headers.get('location'))).status, 204);
  assert.equal((await ask('GET', bad.headers.get('location'))).status, 404);
}

async function reported({ ask }) {
  for (const [format, sign] of [['md', '#'], ['json', '{'], ['html', '<!'], ['docx', 'PK']]) {
    const answer = await ask('POST', '/api/v1/reports', { body: { report: 'half-year', format, period: '2020H1' } });
    assert.equal(answer.status, 202, answer.text);
    const job = await done(ask, answer.headers.get('location'));
    assert.equal(job.outcome.figures, 48);
    const file = await ask('GET', job.result.href);
    assert.ok(file.text.startsWith(sign), file.text.slice(0, 20));
    assert.equal(job.result.name, `half-year-2020H1.${format}`);
  }
}

async function askedTwice({ ask }) {
  const key = { 'idempotency-key': 'import-1' };
  const table = kHeader + row('04', '赵六', '400');
  const first = await send(ask, table, {}, key);
  assert.equal(await send(ask, table, {}, key), first);
  const other = await ask('POST', `${kImports}?name=${encodeURIComponent('5月.csv')}`,
    { body: table + row('05', '钱七', '1'), headers: { 'content-type': 'application/octet-stream', ...key } });
  assert.equal(other.status, 422);
  assert.equal(other.json.code, 'idempotency_key_reused');
  const job = await done(ask, first);
  assert.equal(await send(ask, table, {}, key), first, 'also when it is done');
  const undo = () => ask('POST', `/api/v1/batches/${job.batch}/undo`, { body: {}, headers: { 'idempotency-key': 'undo-1' } });
  const undone = await undo();
  assert.equal((await done(ask, undone.headers.get('location'))).outcome.removed, 1);
  assert.deepEqual((await undo()).json, undone.json);
  assert.equal((await ask('POST', `/api/v1/batches/${job.batch}/undo`, { body: {} })).status, 409);
}

async function begun(ask, path) {
  return jobUntil(ask, path, (job) => job.state === 'running' && job.progress.done > 0);
}

async function cancelled({ ask }) {
  const before = await countOf(ask);
  const path = await send(ask, manyRows('甲'));
  const running = await begun(ask, path);
  assert.ok(running.progress.share > 0 && running.progress.share < 1);
  assert.ok(running.progress.of > running.progress.done && running.progress.seconds_left >= 0);
  assert.equal((await ask('DELETE', path)).status, 409);
  assert.equal((await ask('POST', `${path}/cancel`, { body: {} })).status, 204);
  const job = await jobUntil(ask, path, over);
  assert.equal(job.state, 'cancelled');
  const added = await countOf(ask) - before;
  assert.equal(added, job.outcome.added);
  assert.ok(added > 0 && added < kManyRows, `${added}`);
  assert.equal((await ask('POST', `${path}/cancel`, { body: {} })).status, 409);
  const undone = await ask('POST', `/api/v1/batches/${job.batch}/undo`, { body: {} });
  assert.equal((await done(ask, undone.headers.get('location'))).outcome.removed, added);
  assert.equal(await countOf(ask), before);
  return `${added} of ${kManyRows} rows were in when it was cancelled`;
}

async function killed(server) {
  const before = await countOf(server.ask);
  const table = manyRows('乙');
  const path = await send(server.ask, table);
  await begun(server.ask, path);
  await server.kill('SIGKILL');
  const again = await place.serve();
  const job = await jobUntil(again.ask, path, over);
  assert.equal(job.state, 'failed');
  assert.equal(job.error.code, 'interrupted');
  assert.match(job.error.detail, /接着导入/);
  const rest = await done(again.ask, await send(again.ask, table));
  assert.equal(await countOf(again.ask), before + kManyRows);
  assert.equal(rest.outcome.resumed, true);
  return again;
}

// Told to stop, a server puts down what it has in hand; the next one takes it up.
async function stopped(server) {
  const before = await countOf(server.ask);
  const path = await send(server.ask, manyRows('丙'));
  await begun(server.ask, path);
  assert.equal(await server.kill('SIGTERM'), 0);
  const again = await place.serve();
  const job = await done(again.ask, path);
  assert.equal(job.outcome.resumed, true);
  assert.equal(await countOf(again.ask), before + kManyRows);
  return again;
}

async function figures({ address }) {
  const text = await (await fetch(`${address}/metrics`)).text();
  assert.match(text, /^taizhang_jobs\{kind="import",state="done"\} [1-9]/m);
  assert.match(text, /^taizhang_job_queue_length 0$/m);
  assert.match(text, /^taizhang_change_subscribers 0$/m);
}

// Of several people each has his own, and no longer than he may.
async function ofOthers(server) {
  const leader = await place.person(server, 'yi', 'leader');
  const other = await place.person(server, 'er', 'leader');
  const keeper = await place.person(server, 'guan', 'security_admin');
  const asked = await leader.ask('POST', kExports, { body: { format: 'csv', filters: ['amount lt 400'] } });
  assert.equal(asked.status, 202, asked.text);
  const path = asked.headers.get('location');
  const job = await done((...words) => leader.ask(...words), path);
  assert.equal((await leader.ask('GET', job.result.href)).status, 200);
  for (const [method, way, body] of [['GET', path], ['GET', job.result.href], ['DELETE', path],
    ['POST', `${path}/cancel`, {}]]) {
    assert.equal((await other.ask(method, way, { body })).status, 404, way);
  }
  assert.deepEqual((await other.ask('GET', '/api/v1/jobs')).json.jobs, []);
  assert.equal((await leader.ask('GET', '/api/v1/jobs')).json.jobs.length, 1);
  const refused = await leader.ask('POST', `${kImports}?name=a.csv`,
    { body: kHeader, headers: { 'content-type': 'application/octet-stream' } });
  assert.equal(refused.status, 403, 'a leader imports nothing');
  const token = place.taizhang('token', 'create', ...place.where, '--user', 'yi', '--title', '表', '--permission',
    'read_records', '--permission', 'export_records', '--days', '9');
  const byToken = await new Browser(server.address).ask('GET', job.result.href,
    { headers: { authorization: `Bearer ${token}` } });
  assert.equal(byToken.status, 403, 'a token sees no more than it allows');
  assert.equal((await keeper.ask('POST', '/api/v1/accounts/yi/roles',
    { body: { roles: [{ role: 'leader', area: '石桥社区' }] } })).status, 204);
  assert.equal((await leader.ask('GET', job.result.href)).status, 403, 'not what he may see now');
  const stranger = await new Browser(server.address).ask('POST', `${kImports}?name=a.csv`,
    { body: kHeader, headers: { 'content-type': 'application/octet-stream' } });
  assert.equal(stranger.status, 401);
  await keeper.ask('POST', '/api/v1/accounts/yi/disable', { body: {} });
  assert.equal((await leader.ask('GET', path)).status, 401);
  // An importer of one community brings nothing into the other.
  const helper = await place.person(server, 'san', 'civil_affairs@石桥社区');
  const sent = await send((...words) => helper.ask(...words),
    kHeader + row('21', '周一', '7') + row('22', '吴二', '8', '柳荫社区'));
  const mixed = await done((...words) => helper.ask(...words), sent);
  assert.deepEqual([mixed.outcome.added, mixed.outcome.rejected], [1, 1]);
  assert.match(mixed.details.errors[0].message_zh, /不在你的范围内/);
}

try {
  let server = await place.serve();
  await withMistakes(server);
  await exported(server);
  await reported(server);
  await askedTwice(server);
  console.log(await cancelled(server));
  server = await killed(server);
  server = await stopped(server);
  await figures(server);
  await ofOthers(server);
  assert.equal(await server.kill('SIGTERM'), 0);
  const left = readdirSync(place.jobs).filter((name) => name.startsWith('upload-'));
  assert.ok(left.length <= 1, 'uploads are gone, but for one that was killed');
  console.log(place.verify());
} finally {
  await place.remove();
}

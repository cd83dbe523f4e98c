// SPDX-License-Identifier: Apache-2.0
// attachments PROGRAM: real files through a real server. What a camera wrote into a picture never comes
// out with its publication; what is disguised, empty or too large is refused; a server that is killed
// amid uploads leaves a store that verify finds sound; a backup brings every file back. In a database
// where tests/with_postgres has started a server.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';
import { Browser, Office } from './office.mjs';

const program = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'taizhang-attachments-'));
const server = process.env.TZ_POSTGRES;
const database = (name) => server.replace('/postgres?', `/${name}?`);
const place = server ? ['--database', database('attached')] : ['--data', join(folder, 'office')];
const files = server ? join(folder, 'files') : join(folder, 'office', 'attachments');
const environment = { ...process.env, ...(server ? { TAIZHANG_ATTACHMENTS: files } : {}) };
const run = (...words) => spawnSync(program, words, { encoding: 'utf8', env: environment });
const taizhang = (...words) =>
  execFileSync(program, words, { encoding: 'utf8', stdio: 'pipe', env: environment });
const kRecords = '/api/v1/ledgers/cleanups/records';
const kGps = '31.2304N 121.4737E';

// 24 × 16, red above and blue below.
const kJpeg = Buffer.from('/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZG' +
  'NywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P' +
  'T09PT09PT09PT09PT09PT0//wAARCAAQABgDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAUG/8QAFBABAAAAAAAAAAAAAAAA' +
  'AAAAAP/EABUBAQEAAAAAAAAAAAAAAAAAAAAF/8QAGREAAgMBAAAAAAAAAAAAAAAAABZjouHi/9oADAMBAAIRAxEAPwDPiELCnNXovM0V' +
  'sLohApzV6DNFbD//2Q==', 'base64');

// As a phone writes it: turned to the right (6), and where it was taken.
function photo() {
  const entry = (tag, type, value) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(tag, 0);
    bytes.writeUInt16LE(type, 2);
    bytes.writeUInt32LE(1, 4);
    bytes.writeUInt32LE(value, 8);
    return bytes;
  };
  const exif = Buffer.concat([Buffer.from('Exif\0\0II*\0\x08\0\0\0\x02\0', 'latin1'), entry(0x0112, 3, 6),
    entry(0x8825, 4, 38), Buffer.alloc(4), Buffer.from(kGps)]);
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([kJpeg.subarray(0, 2), head, exif, kJpeg.subarray(2)]);
}

const kPdf = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n');
const kProgram = Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(500)]);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function formOf(sent, fields = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [name, bytes, type] of sent) form.append('file', new Blob([bytes], { type: type ?? '' }), name);
  return form;
}

function makeOffice() {
  if (server) execFileSync('psql', ['-q', server, '-c', 'CREATE DATABASE attached', '-c', 'CREATE DATABASE restored']);
  taizhang('init', ...place, '--name', '云桥街道办事处');
  const areas = join(folder, 'areas.csv');
  writeFileSync(areas, '代码,名称,级别,上级代码,生效日期\n1,云桥街道,街道,,2018-01-01\n11,石桥社区,社区,1,2018-01-01\n');
  taizhang('areas', ...place, areas);
}

async function start() {
  const words = server ? ['--attachments', files] : [];
  const child = spawn(program, ['serve', ...place, ...words, '--listen', '127.0.0.1:0', '--log', 'off'],
    { stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const address = (await lines.next()).value;
  const token = (await lines.next()).value;
  const ended = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
  const ask = async (method, path, { body, headers = {} } = {}) => {
    const form = body instanceof FormData;
    const response = await fetch(address + path, {
      method,
      headers: { authorization: `Bearer ${token}`,
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined || form ? body : JSON.stringify(body),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const type = response.headers.get('content-type') ?? '';
    return { status: response.status, headers: response.headers, bytes,
      json: /json/.test(type) && bytes.length ? JSON.parse(bytes) : null };
  };
  return { ask, kill: (signal) => { child.kill(signal); return ended; } };
}

async function newRecord(ask) {
  const made = await ask('POST', kRecords, { body: { fields: { cleaned_on: '2020-05-31', area: '石桥社区' } } });
  assert.equal(made.status, 201, made.bytes.toString());
  return made.headers.get('location');
}

async function comeAndGo(ask) {
  const record = await newRecord(ask);
  const original = photo();
  const sent = await ask('POST', `${record}/attachments`, { body: formOf(
    [['整治后 照片.jpg', original, 'text/html'], ['方案', kPdf, 'image/png']], { field: 'photos', reason: '补传' }) });
  assert.equal(sent.status, 201, sent.bytes.toString());
  const [picture, plan] = sent.json.attachments;
  assert.deepEqual([picture.name, picture.media_type, picture.picture], ['整治后 照片.jpg', 'image/jpeg', true]);
  assert.deepEqual([plan.name, plan.media_type, plan.picture], ['方案.pdf', 'application/pdf', false]);
  assert.equal(picture.digest, sha256(original));
  const shown = (await ask('GET', record)).json;
  assert.equal(shown.revision, 2);
  assert.deepEqual(shown.fields.photos, [picture.id, plan.id]);
  const past = (await ask('GET', `${record}/history`)).json.revisions[0];
  assert.equal(past.action, 'attachment_added');
  assert.equal(past.reason, '补传');
  assert.deepEqual(past.attachments, [picture.id, plan.id]);
  assert.deepEqual((await ask('GET', `${record}/attachments`)).json.attachments, sent.json.attachments);
  await asItCame(ask, `${record}/attachments/${picture.id}`, original);
  await published(ask, record, picture, plan);
  await removedAndRestored(ask, record, plan);
  return record;
}

async function asItCame(ask, path, original) {
  const content = await ask('GET', `${path}/content`);
  assert.equal(content.status, 200);
  assert.ok(content.bytes.equals(original));
  assert.equal(content.headers.get('content-type'), 'image/jpeg');
  assert.equal(content.headers.get('x-content-type-options'), 'nosniff');
  assert.match(content.headers.get('content-security-policy'), /sandbox/);
  assert.equal(content.headers.get('content-disposition'),
    `attachment; filename*=UTF-8''${encodeURIComponent('整治后 照片.jpg')}`);
  const tag = content.headers.get('etag');
  assert.equal(tag, `"${sha256(original)}"`);
  assert.equal((await ask('GET', `${path}/content`, { headers: { 'if-none-match': tag } })).status, 304);
  const part = await ask('GET', `${path}/content`, { headers: { range: 'bytes=2-9' } });
  assert.equal(part.status, 206);
  assert.ok(part.bytes.equals(original.subarray(2, 10)));
  assert.equal((await ask('GET', `${path}/content`, { headers: { range: 'bytes=99999-' } })).status, 416);
}

async function published(ask, record, picture, plan) {
  const answer = await ask('GET', `${record}/attachments/${picture.id}/publication`);
  assert.equal(answer.status, 200, answer.bytes.toString());
  assert.equal(answer.headers.get('content-type'), 'image/jpeg');
  assert.ok(!answer.bytes.includes('Exif') && !answer.bytes.includes(kGps));
  const frame = answer.bytes.indexOf(Buffer.from([0xff, 0xc0]));
  assert.deepEqual([answer.bytes.readUInt16BE(frame + 5), answer.bytes.readUInt16BE(frame + 7)], [24, 16]);
  const none = await ask('GET', `${record}/attachments/${plan.id}/publication`);
  assert.equal(none.status, 422, 'a PDF is no picture');
  const cut = await ask('POST', `${record}/attachments`, { body: formOf([['半张.jpg', photo().subarray(0, 300)]]) });
  const broken = await ask('GET', `${record}/attachments/${cut.json.attachments[0].id}/publication`);
  assert.equal(broken.status, 422);
  assert.match(broken.json.detail, /损坏/);
}

async function removedAndRestored(ask, record, plan) {
  const path = `${record}/attachments/${plan.id}`;
  const removed = await ask('DELETE', path);
  assert.equal(removed.status, 200);
  assert.ok(removed.json.removed_at);
  assert.equal((await ask('DELETE', path)).status, 409);
  assert.equal((await ask('GET', `${path}/content`)).status, 404);
  const bin = await ask('GET', `${record}/attachments?bin=only`);
  assert.deepEqual(bin.json.attachments.map((one) => one.id), [plan.id]);
  const keyed = { body: { reason: '误删' }, headers: { 'idempotency-key': 'back' } };
  const restored = await ask('POST', `${path}/restore`, keyed);
  assert.equal(restored.status, 200);
  assert.deepEqual((await ask('POST', `${path}/restore`, keyed)).json, restored.json);
  assert.ok((await ask('GET', `${path}/content`)).bytes.equals(kPdf));
}

async function refused(ask, record) {
  const before = (await ask('GET', `${record}/attachments`)).json.attachments.length;
  const cases = [[formOf([['照片.jpg', kProgram, 'image/jpeg']]), /不收/], [formOf([['空.txt', '']]), /空/],
    [formOf([['大.txt', Buffer.alloc((50 << 20) + 1, 'x')]]), /太大/], [formOf([]), /没有选文件/],
    [formOf([['甲.txt', '甲']], { field: 'area' }), /没有这样一项/], [formOf([['甲.txt', '甲']], { other: 'x' }), /表单/],
    [formOf([['甲.txt', '甲']], { reason: '事'.repeat(501) }), /事由/],
    [formOf(Array.from({ length: 21 }, (_, i) => [`${i}.txt`, `${i}`])), /一次最多/]];
  for (const [body, why] of cases) {
    const answer = await ask('POST', `${record}/attachments`, { body });
    assert.equal(answer.status, 422, answer.bytes.toString());
    assert.match(answer.json.detail, why);
  }
  const twice = await ask('POST', `${record}/attachments`, { body: formOf([['又.pdf', kPdf]]) });
  assert.equal(twice.status, 409);
  assert.equal((await ask('POST', `${record}/attachments`, { body: { file: 'x' } })).status, 415);
  assert.equal((await ask('GET', `${record}/attachments`)).json.attachments.length, before);
  assert.deepEqual(readdirSync(join(files, 'incoming')), [], 'nothing stays of what was refused');
}

async function sentAgain(ask) {
  const record = await newRecord(ask);
  const send = (text, key) => ask('POST', `${record}/attachments`,
    { body: formOf([['记录.txt', text]]), headers: { 'idempotency-key': key } });
  const first = await send('甲', 'k-1');
  assert.equal(first.status, 201);
  assert.deepEqual((await send('甲', 'k-1')).json, first.json, 'whatever the boundary is');
  assert.equal((await send('乙', 'k-1')).status, 422);
  const many = await Promise.all(Array.from({ length: 30 }, (_, i) => send(`第 ${i} 份`, `m-${i}`)));
  assert.ok(many.every((one) => one.status === 201), many.map((one) => one.status).join());
  assert.equal((await ask('GET', `${record}/attachments`)).json.attachments.length, 31);
}

// At any moment of an upload: what was answered is there, and what is there is whole.
async function killed(running) {
  const record = await newRecord(running.ask);
  let answered = 0;
  for (let round = 0; round < 6; round += 1) {
    const uploads = Array.from({ length: 4 }, () => running.ask('POST', `${record}/attachments`,
      { body: formOf([['大.txt', randomBytes(1 << 20).toString('hex')]]) })
      .then((answer) => (answer.status === 201 ? 1 : 0)).catch(() => 0));
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 150));  // not a wait for anything
    await running.kill('SIGKILL');
    answered += (await Promise.all(uploads)).reduce((sum, one) => sum + one, 0);
    assert.match(taizhang('verify', ...place), /一致/);
    running = await start();
    const there = (await running.ask('GET', `${record}/attachments`)).json.attachments;
    assert.ok(there.length >= answered);
    for (const one of there) {
      const content = await running.ask('GET', `${record}/attachments/${one.id}/content`);
      assert.equal(sha256(content.bytes), one.digest);
    }
  }
  return { running, answered };
}

function backedUp() {
  const tar = join(folder, 'a.tar');
  assert.match(taizhang('backup', ...place, '-o', tar), /附件 \d+ 个文件/);
  assert.match(taizhang('backup', 'check', tar), /完好/);
  const target = server ? ['--database', database('restored'), '--attachments', join(folder, 'files2')]
    : ['--data', join(folder, 'restored')];
  const key = server ? [] : ['--key', join(folder, 'office.key')];
  taizhang('restore', tar, ...target, ...key);
  const verified = taizhang('verify', ...target);
  assert.match(verified, /一致.*附件 \d+/);
  return verified.trim();
}

function missed() {
  assert.equal(run('doctor', ...place).stdout.match(/少了/), null);
  // Of an upload that was killed, a file may be there that nothing names: take one that is named.
  rmSync(join(files, sha256('甲').slice(0, 2)), { recursive: true });
  const verified = run('verify', ...place);
  assert.equal(verified.status, 4);
  assert.match(verified.stdout, /文件不见了/);
  const doctor = run('doctor', ...place);
  assert.equal(doctor.status, 1);
  assert.match(doctor.stdout, /少了 \d+ 个文件/);
}

// Who does not see the record learns nothing of its files.
async function withinReach() {
  const office = new Office(program);
  const kPassword = '门前 三棵 槐树 一口 井';
  const enter = async (name, first) => {
    const browser = new Browser(office.address);
    await browser.signIn(name, first);
    await browser.ask('POST', '/api/v1/me/password', { body: { before: first, password: kPassword } });
    return browser;
  };
  const send = (browser, path) => browser.ask('POST', path, { form: formOf([['甲.txt', '甲']]) });
  const firsts = [office.account('shi', 'community_secretary@石桥社区'),
    office.account('liu', 'community_secretary@柳荫社区'), office.account('gong', 'public')];
  await office.serve();
  try {
    const [mine, other, anybody] = [await enter('shi', firsts[0]), await enter('liu', firsts[1]),
      await enter('gong', firsts[2])];
    const made = await mine.ask('POST', kRecords, { body: { fields: { cleaned_on: '2020-05-31', area: '石桥社区' } } });
    const record = made.headers.get('location');
    const added = await send(mine, `${record}/attachments`);
    assert.equal(added.status, 201, added.text);
    const one = `${record}/attachments/${added.json.attachments[0].id}`;
    for (const path of [`${record}/attachments`, one, `${one}/content`, `${one}/publication`]) {
      assert.ok((await mine.ask('GET', path)).status !== 404, path);
      assert.equal((await other.ask('GET', path)).status, 404, path);
      assert.equal((await anybody.ask('GET', path)).status, 403, path);
      assert.equal((await new Browser(office.address).ask('GET', path)).status, 401, path);
    }
    assert.equal((await send(other, `${record}/attachments`)).status, 404);
    assert.equal((await send(anybody, `${record}/attachments`)).status, 403);
    assert.equal((await send(new Browser(office.address), `${record}/attachments`)).status, 401);
    assert.equal((await other.ask('DELETE', one)).status, 404);
    assert.equal((await mine.ask('GET', one)).json.removed_at, null);
    await office.stop();
    assert.match(office.verify(), /一致/);
  } finally {
    await office.stop?.().catch(() => {});
    office.remove();
  }
}

makeOffice();
let running = await start();
const record = await comeAndGo(running.ask);
await refused(running.ask, record);
await sentAgain(running.ask);
const after = await killed(running);
running = after.running;
assert.equal(await running.kill('SIGTERM'), 0);
console.log(`${after.answered} of 24 uploads were answered before a kill`);
console.log(backedUp());
missed();
if (!server) await withinReach();
rmSync(folder, { recursive: true });

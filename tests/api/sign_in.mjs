// SPDX-License-Identifier: Apache-2.0
// sign_in PROGRAM: how people come into a real server and what keeps others out: a first password that
// must be changed, cookies and their CSRF token, the second step, tokens, lock-out, and an end.
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';

const program = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'taizhang-sign-in-'));
const data = join(folder, 'office');
const taizhang = (...words) =>
  execFileSync(program, words, { encoding: 'utf8', stdio: 'pipe' }).trim();
const kNewPassword = '石桥 门前 三棵 槐树';

function makeOffice() {
  taizhang('init', '--data', data, '--name', '云桥街道办事处');
  const areas = join(folder, 'areas.csv');
  writeFileSync(areas, '代码,名称,级别,上级代码,生效日期\n1,云桥街道,街道,,2018-01-01\n' +
    '11,石桥社区,社区,1,2018-01-01\n111,石桥第一网格,网格,11,2018-01-01\n');
  taizhang('areas', '--data', data, areas);
  const add = (name, role) => taizhang('user', 'add', '--data', data, name, '--role', role);
  return { shuji: add('shuji', 'community_secretary@石桥社区'), shenji: add('shenji', 'audit_admin') };
}

async function start() {
  const server = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0']);
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const address = (await lines.next()).value;
  const ended = new Promise((resolve) => server.on('exit', (code) => resolve(code)));
  return { server, address, ended };
}

// A browser: it keeps its cookie and shows the token of the page.
class Browser {
  constructor(address) {
    this.address = address;
    this.cookie = '';
    this.csrf = '';
  }
  async ask(method, path, body, headers = {}) {
    const response = await fetch(this.address + path, {
      method,
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.csrf && method !== 'GET' ? { 'x-csrf-token': this.csrf } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const set = response.headers.get('set-cookie');
    if (set) {
      this.cookie = set.split(';')[0];
      this.attributes = set;
    }
    const text = await response.text();
    const json = text ? JSON.parse(text) : null;
    this.csrf = json?.csrf_token ?? this.csrf;
    return { status: response.status, json, headers: response.headers };
  }
  signIn(name, password, code) {
    return this.ask('POST', '/api/v1/session', { name, password, ...(code ? { code } : {}) });
  }
}

// RFC 6238 over RFC 4226, from the secret as a person would type it.
function timeCode(secret, seconds) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/[ =]/g, '')]
    .map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function firstPassword(address, password) {
  const browser = new Browser(address);
  assert.equal((await browser.ask('GET', '/api/v1/ledgers')).status, 401);
  assert.equal((await browser.signIn('shuji', 'not this one')).status, 401);
  assert.equal((await browser.signIn('nobody', password)).status, 401);
  const signed = await browser.signIn('shuji', password);
  assert.equal(signed.status, 201);
  assert.equal(signed.json.must_change_password, true);
  assert.match(browser.attributes, /HttpOnly/);
  assert.match(browser.attributes, /SameSite=Strict/);
  assert.equal((await browser.ask('GET', '/api/v1/ledgers')).status, 403);
  const before = browser.cookie;
  const changed = await browser.ask('POST', '/api/v1/me/password',
    { before: password, password: kNewPassword });
  assert.equal(changed.status, 200, JSON.stringify(changed.json));
  assert.notEqual(browser.cookie, before);
  assert.equal((await browser.ask('GET', '/api/v1/ledgers')).status, 200);
  const old = new Browser(address);
  old.cookie = before;
  assert.equal((await old.ask('GET', '/api/v1/me')).status, 401);
  return browser;
}

async function forgedRequests(browser) {
  const kept = browser.csrf;
  for (const forged of ['', 'x'.repeat(43)]) {
    browser.csrf = forged;
    const answer = await browser.ask('POST', '/api/v1/me/tokens',
      { title: '大屏', permissions: ['read_figures'], days: 1 });
    assert.equal(answer.status, 403);
    assert.equal(answer.json.code, 'csrf');
  }
  browser.csrf = kept;
}

async function tokens(browser) {
  const made = await browser.ask('POST', '/api/v1/me/tokens',
    { title: '大屏', permissions: ['read_figures'], days: 1 });
  assert.equal(made.status, 201, JSON.stringify(made.json));
  const program = new Browser(browser.address);
  const bearer = { authorization: `Bearer ${made.json.token}` };
  assert.equal((await program.ask('GET', '/api/v1/figures?period=2020H1', undefined, bearer)).status, 200);
  const records = '/api/v1/ledgers/temporary_relief/records';
  assert.equal((await program.ask('GET', records, undefined, bearer)).status, 403);
  assert.equal((await browser.ask('DELETE', `/api/v1/me/tokens/${made.json.id}`)).status, 204);
  assert.equal((await program.ask('GET', '/api/v1/me', undefined, bearer)).status, 401);
}

async function secondStep(browser) {
  const offered = await browser.ask('POST', '/api/v1/me/second-step', {});
  assert.equal(offered.status, 200, JSON.stringify(offered.json));
  const now = Date.now() / 1000;
  const confirmed = await browser.ask('POST', '/api/v1/me/second-step/confirm',
    { code: timeCode(offered.json.secret, now) });
  assert.equal(confirmed.status, 200, JSON.stringify(confirmed.json));
  const codes = Object.values(confirmed.json).find(Array.isArray);
  const other = new Browser(browser.address);
  assert.equal((await other.signIn('shuji', kNewPassword)).status, 401);
  // The number of this half minute has been used; that of the next is taken as well.
  assert.equal((await other.signIn('shuji', kNewPassword, timeCode(offered.json.secret, now))).status, 401);
  const next = await other.signIn('shuji', kNewPassword, timeCode(offered.json.secret, now + 30));
  assert.equal(next.status, 201, JSON.stringify(next.json));
  const third = new Browser(browser.address);
  assert.equal((await third.signIn('shuji', kNewPassword, codes[0])).status, 201);
  assert.equal((await new Browser(browser.address).signIn('shuji', kNewPassword, codes[0])).status, 401);
  return third;
}

async function lockOut(address) {
  const browser = new Browser(address);
  const statuses = [];
  for (let i = 0; i < 12; ++i) {
    statuses.push((await browser.signIn('shenji', `guess ${i}`)).status);
  }
  assert.equal(statuses[0], 401);
  const waits = await browser.signIn('shenji', 'guess once more');
  assert.equal(waits.status, 429, `${statuses}`);
  assert.equal(waits.json.code, 'blocked');
  assert.ok(Number(waits.headers.get('retry-after')) > 0);
}

// Who has found an open browser does not guess its owner's password either.
async function lockOutInside(browser) {
  const change = (before) => browser.ask('POST', '/api/v1/me/password', { before, password: '另外 一句 长长 的话' });
  assert.equal((await change('guess')).status, 403);
  for (let i = 0; i < 6; ++i) {
    await change(`guess ${i}`);
  }
  const waits = await change(kNewPassword);
  assert.equal(waits.status, 429, JSON.stringify(waits.json));
  assert.ok(Number(waits.headers.get('retry-after')) > 0);
}

makeOfficeAndRun().finally(() => rmSync(folder, { recursive: true, force: true }));

async function makeOfficeAndRun() {
  const passwords = makeOffice();
  const { server, address, ended } = await start();
  try {
    const browser = await firstPassword(address, passwords.shuji);
    await forgedRequests(browser);
    await tokens(browser);
    const signedIn = await secondStep(browser);
    await lockOutInside(signedIn);
    assert.equal((await signedIn.ask('DELETE', '/api/v1/session')).status, 204);
    assert.equal((await signedIn.ask('GET', '/api/v1/me')).status, 401);
    await lockOut(address);
  } finally {
    server.kill('SIGTERM');
  }
  assert.equal(await ended, 0);
  console.log(taizhang('verify', '--data', data));
}

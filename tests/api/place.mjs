// SPDX-License-Identifier: Apache-2.0
// A small office in a folder of its own, or in a database of its own where TZ_POSTGRES is set, and as
// many servers over it as a test wants; clients that ask, wait for a job, and listen to changes.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';
import { Browser } from './office.mjs';

export const kPostgres = process.env.TZ_POSTGRES;
export const kPassword = '门前 三棵 槐树 一口 井';

export class Place {
  constructor(program, name) {
    this.program = program;
    this.folder = mkdtempSync(join(tmpdir(), `taizhang-${name}-`));
    this.jobs = join(this.folder, 'jobs');
    mkdirSync(this.jobs, { mode: 0o700 });
    this.servers = new Set();
    if (kPostgres) execFileSync('psql', ['-q', kPostgres, '-c', `CREATE DATABASE ${name}`]);
    this.where = kPostgres
      ? ['--database', kPostgres.replace('/postgres?', `/${name}?`)] : ['--data', join(this.folder, 'office')];
    this.taizhang('init', ...this.where, '--name', '云桥街道办事处');
    this.load('areas.csv', '代码,名称,级别,上级代码,生效日期\n1,云桥街道,街道,,2018-01-01\n' +
      '11,石桥社区,社区,1,2018-01-01\n111,石桥第一网格,网格,11,2018-01-01\n' +
      '12,柳荫社区,社区,1,2018-01-01\n121,柳荫第一网格,网格,12,2018-01-01\n', 'areas');
  }

  taizhang(...words) {
    return execFileSync(this.program, words, { encoding: 'utf8', stdio: 'pipe' }).trim();
  }

  load(name, table, command, ...words) {
    const file = join(this.folder, name);
    writeFileSync(file, table);
    return this.taizhang(command, ...this.where, ...words, file);
  }

  // Who has signed in and changed the first password.
  async person(server, name, role) {
    const first = this.taizhang('user', 'add', ...this.where, name, '--role', role);
    const browser = new Browser(server.address);
    assert.equal((await browser.signIn(name, first)).status, 201);
    const changed = await browser.ask('POST', '/api/v1/me/password',
      { body: { before: first, password: kPassword } });
    assert.equal(changed.status, 200, changed.text);
    return browser;
  }

  async serve(words = []) {
    const child = spawn(this.program, ['serve', ...this.where, '--listen', '127.0.0.1:0', '--log', 'off',
      '--jobs-folder', this.jobs, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const address = (await lines.next()).value;
    assert.ok(address, 'the server starts');
    const server = { address, child, token: null };
    // Nobody has an account yet: whoever started it may ask.
    if (!this.accounts) server.token = (await lines.next()).value;
    const ended = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
    server.kill = async (signal) => {
      this.servers.delete(server);
      child.kill(signal);
      return ended;
    };
    server.ask = (method, path, options = {}) => new Browser(address).ask(method, path, {
      ...options, headers: { authorization: `Bearer ${server.token}`, ...options.headers } });
    this.servers.add(server);
    return server;
  }

  verify() {
    return this.taizhang('verify', ...this.where);
  }

  async remove() {
    for (const server of this.servers) await server.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// Until the job is as `fits` says; asked again and again, as a page does.
export async function jobUntil(ask, path, fits) {
  for (;;) {
    const { status, json, text } = await ask('GET', path);
    assert.equal(status, 200, text);
    if (fits(json)) return json;
    assert.ok(['queued', 'running'].includes(json.state), `it is over before: ${text}`);
  }
}

export const over = (job) => !['queued', 'running'].includes(job.state);

// Server-Sent Events as they come.
export class Listener {
  static async open(address, { headers, after, query = '' }) {
    const listener = new Listener();
    listener.abort = new AbortController();
    const response = await fetch(`${address}/api/v1/changes${query}`, { signal: listener.abort.signal,
      headers: { ...headers, ...(after === undefined ? {} : { 'last-event-id': String(after) }) } });
    listener.status = response.status;
    if (response.status !== 200) return listener;
    assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    listener.events = [];
    listener.waiting = [];
    listener.ended = listener.read(response.body);
    return listener;
  }

  async read(body) {
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const piece of body) {
        text += decoder.decode(piece, { stream: true });
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          this.take(text.slice(0, end));
          text = text.slice(end + 2);
        }
      }
    } catch {
      // Closed by us, or the server was killed.
    }
    this.over = true;
    for (const waiting of this.waiting.splice(0)) waiting();
  }

  take(block) {
    const field = (name) => block.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1];
    if (field('event') === undefined) return;  // a heartbeat, or when to come back
    this.events.push({ id: Number(field('id')), event: field('event'), ...JSON.parse(field('data')) });
    for (const waiting of this.waiting.splice(0)) waiting();
  }

  async until(fits) {
    while (!this.events.some(fits)) {
      assert.ok(!this.over, 'the stream is over');
      await new Promise((resolve) => this.waiting.push(resolve));
    }
    return this.events;
  }

  changes() {
    return this.events.filter((one) => one.event === 'change');
  }

  close() {
    this.abort.abort();
    return this.ended;
  }
}

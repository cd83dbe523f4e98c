// SPDX-License-Identifier: Apache-2.0
// A small office in a folder of its own, a real server over it, and clients that keep their cookie.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';

export class Office {
  constructor(program) {
    this.program = program;
    this.folder = mkdtempSync(join(tmpdir(), 'taizhang-office-'));
    this.data = join(this.folder, 'office');
    this.taizhang('init', '--data', this.data, '--name', '云桥街道办事处');
    this.load('areas.csv', '代码,名称,级别,上级代码,生效日期\n1,云桥街道,街道,,2018-01-01\n' +
      '11,石桥社区,社区,1,2018-01-01\n111,石桥第一网格,网格,11,2018-01-01\n' +
      '12,柳荫社区,社区,1,2018-01-01\n121,柳荫第一网格,网格,12,2018-01-01\n', 'areas');
  }

  taizhang(...words) {
    return execFileSync(this.program, words, { encoding: 'utf8', stdio: 'pipe' }).trim();
  }

  // A table through the command that reads it: areas, or import LEDGER.
  load(name, table, ...command) {
    const file = join(this.folder, name);
    writeFileSync(file, table);
    return this.taizhang(command[0], '--data', this.data, ...command.slice(1), file);
  }

  // The first password of a new account.
  account(name, role) {
    return this.taizhang('user', 'add', '--data', this.data, name, '--role', role);
  }

  async serve(words = [], environment = {}, listen = '127.0.0.1:0') {
    const server = spawn(this.program, ['serve', '--data', this.data, '--listen', listen, ...words],
      { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    const ended = new Promise((resolve) => server.on('exit', (code) => resolve(code)));
    this.address = (await lines.next()).value;
    assert.ok(this.address, 'the server starts');
    this.stop = async () => {
      server.kill('SIGTERM');
      assert.equal(await ended, 0, 'the server ends well when it is told to');
    };
    return this.address;
  }

  verify() {
    return this.taizhang('verify', '--data', this.data);
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// Of a stream that has no end, nothing.
export async function textOf(response) {
  if (!/^text\/event-stream/.test(response.headers.get('content-type') ?? '')) return response.text();
  await response.body.cancel();
  return '';
}

// A browser's worth: cookies by name, and the token of the page with every change.
export class Browser {
  constructor(address) {
    this.address = address;
    this.cookies = new Map();
    this.csrf = '';
  }

  async ask(method, path, { body, form, headers = {} } = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(path.startsWith('http') ? path : this.address + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(this.csrf && method !== 'GET' ? { 'x-csrf-token': this.csrf } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: form ?? (body === undefined || typeof body === 'string' ? body : JSON.stringify(body)),
    });
    this.keep(response);
    const text = await textOf(response);
    const json = /[/+]json(;|$)/.test(response.headers.get('content-type') ?? '') && text ? JSON.parse(text) : null;
    this.csrf = json?.csrf_token ?? this.csrf;
    return { status: response.status, headers: response.headers, text, json };
  }

  keep(response) {
    for (const set of response.headers.getSetCookie()) {
      const [pair, ...attributes] = set.split('; ');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(name.length + 1);
      if (value === '' || attributes.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  signIn(name, password) {
    return this.ask('POST', '/api/v1/session', { body: { name, password } });
  }
}

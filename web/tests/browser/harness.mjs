// SPDX-License-Identifier: Apache-2.0
// What browser tests stand on: a real server over the demo office, Debian's Chromium, and the
// checks that every page must pass. PROGRAM names the program, CHROMIUM another browser, DIST a
// folder of pages (web/dist) to be shown in place of those in the program.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { Browser } from '../../../tests/api/office.mjs';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const axeSource = readFileSync(axeFile, 'utf8');
const kArguments = ['--no-sandbox', '--disable-gpu', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'];

/** What everybody's password is, once it has been changed. */
export const kPassword = '门前 三棵 槐树 一口 井';

export const sizes = {
  desk: { width: 1440, height: 900 },
  rail: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
};

/** The demo office under a real server, and a browser. Make it by start(), end it by stop(). */
export class DemoOffice {
  /** `accounts`: {name: role}, as `taizhang user add` takes it: grid_worker@石桥第一网格. */
  static async start(accounts = {}) {
    const office = new DemoOffice();
    try {
      await office.make(accounts);
      await office.serve();
      office.chromium = await chromium.launch({
        executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: kArguments,
      });
    } catch (thrown) {
      await office.stop();
      throw thrown;
    }
    return office;
  }

  async make(accounts) {
    this.program = process.env.PROGRAM;
    assert.ok(this.program, 'PROGRAM names the program to be tested');
    this.folder = mkdtempSync(join(tmpdir(), 'taizhang-browser-'));
    this.data = join(this.folder, 'office');
    await promisify(execFile)(this.program, ['demo', '--data', this.data]);
    this.firstPasswords = new Map(Object.entries(accounts).map(([name, role]) =>
      [name, this.taizhang('user', 'add', '--data', this.data, name, '--role', role)]));
  }

  taizhang(...words) {
    return execFileSync(this.program, words, { encoding: 'utf8', stdio: 'pipe' }).trim();
  }

  /** The same port again, after an end: a page that is open goes on. */
  async serve(listen = this.address ? new URL(this.address).host : '127.0.0.1:0') {
    this.server = spawn(this.program, ['serve', '--data', this.data, '--listen', listen],
      { stdio: ['ignore', 'pipe', 'ignore'] });
    const lines = createInterface({ input: this.server.stdout })[Symbol.asyncIterator]();
    this.ended = new Promise((resolve) => this.server.on('exit', resolve));
    this.address = (await lines.next()).value;
    assert.match(this.address ?? '', /^http:/, 'the server starts');
    return this.address;
  }

  /** As a power cut does it. */
  async kill() {
    this.server.kill('SIGKILL');
    await this.ended;
  }

  /** Past the forced change of the first password, without a page; gives a client of the API. */
  async settle(name) {
    const client = new Browser(this.address);
    const first = this.firstPasswords.get(name);
    const signed = await client.signIn(name, first ?? kPassword);
    assert.equal(signed.status, 201, signed.text);
    if (first === undefined) return client;
    const body = { before: first, password: kPassword };
    const changed = await client.ask('POST', '/api/v1/me/password', { body });
    assert.equal(changed.status, 200, changed.text);
    this.firstPasswords.delete(name);
    return client;
  }

  /** A page in a browser of its own; page.watch tells what it did that no page may. */
  async page({ size = sizes.desk, scheme = 'light', ...more } = {}) {
    const context = await this.chromium.newContext({
      baseURL: this.address, viewport: size, colorScheme: scheme, locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai', ...more,
    });
    if (process.env.DIST) await serveFrom(context, process.env.DIST, this.address);
    const page = await context.newPage();
    page.watch = await watch(context, page, new URL(this.address).origin);
    return page;
  }

  /** A page of somebody who is in, at an address. */
  async signedIn(name, path = '/', options = {}) {
    if (this.firstPasswords.has(name)) await this.settle(name);
    const page = await this.page(options);
    await page.goto(`/sign-in?to=${encodeURIComponent(path)}`);
    await signIn(page, name);
    return page;
  }

  async stop() {
    await this.chromium?.close();
    this.server?.kill('SIGTERM');
    await this.ended;
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
  }
}

const kTypes = {
  html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml',
  json: 'application/json', webmanifest: 'application/manifest+json', png: 'image/png',
};

// As the server does it (src/api/web_pages.cpp), under the same policy.
export async function serveFrom(context, folder, address) {
  const front = await fetch(address, { headers: { accept: 'text/html' } });
  const policy = front.headers.get('content-security-policy') ?? "default-src 'self'";
  await context.route(`${address}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (/^\/(api|healthz)(\/|$)/.test(pathname)) return route.continue();
    const file = join(folder, pathname);
    const isFile = pathname !== '/' && existsSync(file) && !pathname.endsWith('/m');
    const page = /^\/m(\/|$)/.test(pathname) ? 'phone.html' : 'index.html';
    const found = isFile ? file : join(folder, page);
    return route.fulfill({
      body: readFileSync(found),
      contentType: kTypes[found.slice(found.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
      headers: { 'content-security-policy': policy },
    });
  });
}

/** Fills in the form of the sign-in page. */
export async function signIn(page, name, password = kPassword) {
  await page.fill('input[name=username]', name);
  await page.fill('input[name=password]', password);
  await page.press('input[name=password]', 'Enter');
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
}

// No request leaves the origin, nothing is refused by the policy of content, no script throws.
async function watch(context, page, origin) {
  const found = [];
  const isOwn = (url) => url.startsWith(`${origin}/`) || /^(data|blob|about):/.test(url);
  context.on('request', (request) => {
    if (!isOwn(request.url())) found.push(`outside: ${request.url()}`);
  });
  context.on('weberror', (error) => found.push(`thrown: ${error.error().stack}`));
  await context.exposeBinding('tellViolation', (_source, text) => {
    found.push(`policy: ${text}`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      globalThis.tellViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return {
    found,
    assertClean(where = page.url()) {
      assert.deepEqual(found, [], `${where} keeps to its origin, its policy, and throws nothing`);
    },
  };
}

const kRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** No violation of WCAG 2.2 AA on the page as it now stands; `within`, of a part of it. */
export async function assertAccessible(page, within = undefined) {
  // Evaluated by the debugger: the page's policy stays as it is.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async ([rules, part]) => {
    const result = await globalThis.axe.run(part ?? document, {
      runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'],
    });
    return result.violations.map((one) => ({
      rule: one.id,
      help: one.help,
      nodes: one.nodes.slice(0, 5)
        .map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`),
    }));
  }, [kRules, within]);
  assert.deepEqual(violations, [], `${page.url()} has no violation of WCAG 2.2 AA`);
}

/** The same in both lights, and on a narrow screen. */
export async function assertAccessibleEverywhere(page) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    for (const size of [sizes.desk, sizes.phone]) {
      await page.setViewportSize(size);
      await assertAccessible(page);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(sizes.desk);
}

/** What has the focus, by its role and name. */
export function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const name = element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    return { tag: element?.tagName.toLowerCase(), id: element?.id, name: name.trim() };
  });
}

// SPDX-License-Identifier: Apache-2.0
// docs.mjs PROGRAM [FOLDER]: the page at /api/docs shows every route, wide and narrow, opens one and
// tries it as whoever has signed in; nothing is asked of another machine, and nothing could be.
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { launch } from './chromium.mjs';
import { Browser, Office } from './office.mjs';

const [program, shots] = process.argv.slice(2);
const kPassword = '门前 三棵 槐树 一口 井';

async function files(address) {
  const reader = new Browser(address);
  for (const path of ['/api/docs', '/api/docs/swagger-ui-bundle.js', '/api/docs/swagger-ui.css', '/api/docs/start.js']) {
    const first = await reader.ask('GET', path);
    assert.equal(first.status, 200, path);
    assert.match(first.headers.get('content-security-policy'), /default-src 'none'/, path);
    assert.doesNotMatch(first.headers.get('content-security-policy'), /unsafe|https?:|\*/, path);
    const again = await reader.ask('GET', path, { headers: { 'if-none-match': first.headers.get('etag') } });
    assert.equal(again.status, 304, path);
  }
  assert.equal((await reader.ask('GET', '/api/docs/nothing.js')).status, 404);
  assert.equal((await reader.ask('POST', '/api/docs')).status, 404);
  assert.equal((await reader.ask('GET', '/api/docs/')).headers.get('location'), '../docs');
}

async function signedIn(office) {
  const first = office.account('anquan', 'security_admin');
  const person = new Browser(office.address);
  await person.signIn('anquan', first);
  const changed = await person.ask('POST', '/api/v1/me/password', { body: { before: first, password: kPassword } });
  assert.equal(changed.status, 200);
  return person.cookies.get('tz_session');
}

async function open(browser, address, size, session) {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN' });
  await context.addCookies([{ name: 'tz_session', value: session, url: address, httpOnly: true, sameSite: 'Strict' }]);
  const page = await context.newPage();
  const asked = [];
  const complaints = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${address}/api/docs`);
  await page.waitForSelector('.opblock');
  return { page, asked, complaints };
}

async function look(browser, address, size, session, operations) {
  const { page, asked, complaints } = await open(browser, address, size, session);
  assert.equal(await page.locator('.opblock').count(), operations);
  assert.match(await page.locator('.info .title').first().innerText(), /台账 Taizhang/);
  assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), size.width, 'nothing sticks out');
  if (shots) await page.screenshot({ path: join(shots, `docs-${size.width}.png`) });
  const one = page.locator('#operations-账号-create_account, [id$="-create_account"]').first();
  await one.locator('.opblock-summary').click();
  await one.locator('.responses-table').first().waitFor();
  if (shots) {
    await one.scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(shots, `docs-${size.width}-open.png`) });
  }
  assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), size.width, 'nor when one is open');
  return { page, one, asked, complaints };
}

// By its own account, with the token of its session.
async function tries(one) {
  await one.locator('.try-out__btn').click();
  await one.locator('textarea').first().fill(JSON.stringify({ name: 'jia.yi', title: '甲乙', roles: [{ role: 'public' }] }));
  await one.locator('.execute').click();
  await one.locator('.live-responses-table .response-col_status').first().waitFor();
  assert.match(await one.locator('.live-responses-table .response-col_status').last().innerText(), /201/);
}

// What the page is not allowed, even if somebody had put something into it.
async function cannotLeave(page) {
  return page.evaluate(async () => {
    const violations = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    await fetch('http://127.0.0.2:9/').catch(() => {});
    const image = document.createElement('img');
    image.src = 'http://127.0.0.2:9/x.png';
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(image, script);
    await new Promise((resolve) => { image.onerror = resolve; });
    return { violations: violations.sort(), ran: window.ran === true };
  });
}

const office = new Office(program);
const browser = await launch();
try {
  await office.serve();
  await files(office.address);
  const document = (await new Browser(office.address).ask('GET', '/api/openapi.json')).json;
  const operations = Object.values(document.paths).reduce((sum, path) => sum + Object.keys(path).length, 0);
  const session = await signedIn(office);
  for (const size of [{ width: 1440, height: 1000 }, { width: 390, height: 844 }]) {
    const { page, one, asked, complaints } = await look(browser, office.address, size, session, operations);
    if (size.width === 1440) await tries(one);
    assert.deepEqual(complaints, []);
    assert.deepEqual(asked.filter((url) => !url.startsWith(`${office.address}/`) && !url.startsWith('data:')), []);
    const { violations, ran } = await cannotLeave(page);
    assert.deepEqual(violations, ['connect-src', 'img-src', 'script-src-elem']);
    assert.equal(ran, false);
  }
  await office.stop();
  console.log(`${operations} routes shown at 1440 and 390 px, nothing asked elsewhere`);
} finally {
  await browser.close();
  await office.stop?.().catch(() => {});
  office.remove();
}

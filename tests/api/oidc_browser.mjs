// SPDX-License-Identifier: Apache-2.0
// The same in Debian's Chromium, with the provider at another site: the browser brings its attempt back and
// keeps the session, which it shows to this server alone.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { launch } from './chromium.mjs';
import { Office } from './office.mjs';
import { kSecret, startReal } from './real_provider.mjs';

// The provider must know the server's port before the server runs.
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function byChromium(program) {
  const office = new Office(program);
  const listen = `127.0.0.1:${await freePort()}`;
  const redirect = `http://${listen}/api/v1/session/oidc/callback`;
  const provider = await startReal('localhost', redirect);
  const browser = await launch();
  try {
    office.account('shuji', 'leader');
    office.taizhang('user', 'link', '--data', office.data, 'shuji', '--issuer', provider.issuer, '--subject', 'li.ming');
    const file = join(office.folder, 'oidc.yaml');
    writeFileSync(file, `oidc-issuer: ${provider.issuer}\noidc-client-id: taizhang\n` +
      `oidc-client-secret: ${kSecret}\noidc-redirect: ${redirect}\n`, { mode: 0o600 });
    await office.serve(['--config', file], {}, listen);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${office.address}/api/v1/session/oidc?to=/api/docs`);
    assert.ok(page.url().startsWith(provider.issuer), page.url());
    await page.fill('input[name=login]', 'li.ming');
    await page.fill('input[name=password]', 'any');
    await page.click('button[type=submit]');
    await page.waitForSelector('input[name=prompt][value=consent]', { state: 'attached' });
    await page.click('button[type=submit]');
    await page.waitForURL(`${office.address}/api/docs`);
    const me = await page.evaluate(async () => (await fetch('v1/me')).json());
    assert.equal(me.name, 'shuji');
    const names = (await context.cookies(office.address)).map((one) => one.name);
    assert.deepEqual(names.filter((name) => name.startsWith('tz_')), ['tz_session']);
    await office.stop();
    console.log('by Chromium, from another site and back');
  } finally {
    await browser.close();
    await office.stop?.().catch(() => {});
    await provider.stop();
    office.remove();
  }
}

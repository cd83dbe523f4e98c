// SPDX-License-Identifier: Apache-2.0
// types.mjs PROGRAM CLIENT: the compiled example of web/api at a real server.
import { pathToFileURL } from 'node:url';
import { dirname, join } from 'node:path';
import assert from 'node:assert/strict';
import { Browser, Office } from './office.mjs';

const kPassword = '门前 三棵 槐树 一口 井';

const [program, compiled] = process.argv.slice(2);
const example = await import(pathToFileURL(compiled));
const { Client } = await import(pathToFileURL(join(dirname(compiled), 'client.js')));
const office = new Office(program);
try {
  const first = office.taizhang('user', 'add', '--data', office.data, 'jia', '--role', 'system_admin', '--role', 'leader');
  await office.serve();
  const browser = new Browser(office.address);
  await browser.signIn('jia', first);
  await browser.ask('POST', '/api/v1/me/password', { body: { before: first, password: kPassword } });
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const client = new Client(office.address, { cookie, 'x-csrf-token': browser.csrf });
  assert.equal(await example.addFieldAndRecord(client), 'helpers true');
  const problem = await example.refused(client);
  assert.equal(problem.status, 422);
  assert.ok(problem.errors.every((error) => error.pointer === '/yaml' && error.row === 1), JSON.stringify(problem));
  await office.stop();
  console.log(`the client works; ${office.verify()}`);
} finally {
  await office.stop?.().catch(() => {});
  office.remove();
}

// SPDX-License-Identifier: Apache-2.0
// The frame by keyboard alone, what rules a page, and the workbench.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertAccessible, assertAccessibleEverywhere, DemoOffice, focused, sizes,
} from './harness.mjs';

let office;
before(async () => {
  office = await DemoOffice.start({
    minsheng: 'civil_affairs', xitong: 'system_admin', wangge: 'grid_worker@石桥第一网格',
  });
});
after(() => office?.stop());

test('the frame is walked by keyboard', async () => {
  const page = await office.signedIn('minsheng', '/?period=2020H1');
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  await page.reload();
  await page.getByRole('table').first().waitFor();
  await page.keyboard.press('Tab');
  assert.equal((await focused(page)).name, '跳到正文');
  await page.keyboard.press('Enter');
  assert.equal((await focused(page)).id, 'main');

  await page.keyboard.press('Control+k');
  assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
  await page.keyboard.press('Escape');

  const period = page.getByRole('button', { name: '时期 2020年上半年' });
  await period.focus();
  await page.keyboard.press('Enter');
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  assert.equal((await focused(page)).name, '时期 2020年上半年');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '一季度' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/?period=2020Q1');
  await page.goBack();
  await period.waitFor();

  const me = page.getByRole('button', { name: /我的账号/ });
  await me.focus();
  await page.keyboard.press('ArrowDown');
  assert.equal((await focused(page)).name, '我的账号');
  await page.keyboard.press('End');
  assert.equal((await focused(page)).name, '退出');
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  assert.match((await focused(page)).name, /我的账号/);
  page.watch.assertClean();
  await page.context().close();
});

test('the area rules the page and stays in the address', async () => {
  const page = await office.signedIn('minsheng', '/?period=2020H1');
  await page.getByRole('button', { name: /^范围 云桥街道/ }).click();
  await page.getByLabel('找区域').fill('石桥第一');
  await assertAccessible(page);
  await page.getByRole('button', { name: /^石桥第一网格/ }).click();
  await page.waitForURL(/area=\d+/);
  await page.getByRole('button', { name: '范围 石桥社区 · 石桥第一网格' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: '范围 石桥社区 · 石桥第一网格' }).waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('a worker has his cell for his area', async () => {
  const page = await office.signedIn('wangge', '/?period=2020H1');
  await page.getByRole('button', { name: '范围 石桥第一网格' }).waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('the workbench tells what is missing, and of a change at once', async () => {
  const client = await office.settle('minsheng');
  const page = await office.signedIn('minsheng', '/?period=2020H1');
  await page.getByRole('table').getByText('临时救助', { exact: true }).waitFor();
  await assertAccessibleEverywhere(page);
  const record = await client.ask('POST', '/api/v1/ledgers/publicity/records', {
    body: { fields: await anyPublicity(client) },
  });
  assert.equal(record.status, 201, record.text);
  await page.locator('#changes').getByText(record.json.number).waitFor();
  await assertAccessible(page);
  page.watch.assertClean();
  await page.context().close();
});

// The required fields of the ledger of publicity, as one that is there has them.
async function anyPublicity(client) {
  const ledger = (await client.ask('GET', '/api/v1/ledgers/publicity')).json;
  const { records: [one] } =
    (await client.ask('GET', '/api/v1/ledgers/publicity/records?limit=1')).json;
  return Object.fromEntries(ledger.fields.filter((field) => field.required).map((field) =>
    [field.name, field.type === 'area' ? '石桥社区' : one.fields[field.name]]));
}

test('who keeps the system sees no records, and no empty page', async () => {
  const page = await office.signedIn('xitong');
  await page.getByText('管系统的账号看不到条目和数字').waitFor();
  assert.equal(await page.getByRole('search').count(), 0);
  await assertAccessibleEverywhere(page);
  page.watch.assertClean();
  await page.context().close();
});

test('on a narrow screen the navigation is a drawer', async () => {
  const page = await office.signedIn('minsheng', '/?period=2020H1', { size: sizes.phone });
  await page.getByRole('button', { name: '打开导航' }).click();
  await page.getByRole('dialog').getByRole('link', { name: '工作台' }).waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  assert.equal((await focused(page)).name, '打开导航');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= sizes.phone.width, `nothing stands out to the right (${width})`);
  page.watch.assertClean();
  await page.context().close();
});

test('an address without a page says so', async () => {
  const page = await office.signedIn('minsheng', '/nowhere/at/all');
  await page.getByRole('heading', { name: '没有这一页' }).waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: '回工作台' }).click();
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('colours and language stay chosen', async () => {
  const page = await office.signedIn('minsheng', '/account');
  await page.getByRole('button', { name: '换成深色' }).click();
  await page.getByRole('button', { name: /我的账号/ }).click();
  await page.getByRole('menuitemradio', { name: 'English' }).click();
  await page.reload();
  await page.getByRole('heading', { name: 'My account' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await assertAccessible(page);
  page.watch.assertClean();
  await page.context().close();
});

// SPDX-License-Identifier: Apache-2.0
// How people come in, by the page: first password, wrong password, second step, way back, way out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertAccessible, assertAccessibleEverywhere, DemoOffice, kPassword, signIn,
} from './harness.mjs';
import { timeCode } from './time_code.mjs';

let office;
before(async () => {
  office = await DemoOffice.start({
    minsheng: 'civil_affairs', shuji: 'community_secretary@石桥社区', shenji: 'auditor',
  });
});
after(() => office?.stop());

test('the first password must be changed before anything else', async () => {
  const page = await office.page();
  await page.goto('/account');
  await page.waitForURL('**/sign-in?**');
  await assertAccessibleEverywhere(page);
  const first = office.firstPasswords.get('minsheng');
  await signIn(page, 'minsheng', first);
  await page.waitForURL('**/first-password**');
  await assertAccessibleEverywhere(page);
  await page.goto('/');
  await page.waitForURL('**/first-password**');

  await page.getByLabel('现在的密码').fill(first);
  await page.getByLabel('新密码').fill('短');
  await page.getByLabel('再写一遍').fill('不一样');
  await page.getByText('两遍不一样').waitFor();
  assert.ok(await page.getByRole('button', { name: '换密码' }).isDisabled());
  await page.getByLabel('再写一遍').fill('短');
  await page.getByRole('button', { name: '换密码' }).click();
  // What the server says of it stands at the field.
  await page.locator('.mistake', { hasText: /字/ }).waitFor();
  await assertAccessible(page);

  await page.getByLabel('新密码').fill(kPassword);
  await page.getByLabel('再写一遍').fill(kPassword);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  office.firstPasswords.delete('minsheng');
  page.watch.assertClean();
  await page.context().close();
});

test('a wrong password is told, and the way back is kept', async () => {
  await office.settle('shenji');
  const page = await office.page();
  await page.goto('/account?x=1');
  await page.fill('input[name=username]', 'shenji');
  await page.fill('input[name=password]', 'not this one');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  assert.equal(await page.locator('input[name=password]').getAttribute('aria-invalid'), 'true');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'password');
  await assertAccessible(page);
  await signIn(page, 'shenji');
  await page.getByRole('heading', { name: '我的账号' }).waitFor();
  assert.equal(new URL(page.url()).search, '?x=1');
  page.watch.assertClean();
  await page.context().close();
});

test('nobody is led away by a link to the sign-in', async () => {
  const page = await office.page();
  await page.goto('/sign-in?to=//example.com/');
  await signIn(page, 'shenji');
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('the second step, from its picture to a recovery code', async () => {
  const page = await office.signedIn('shuji', '/account');
  await page.getByRole('button', { name: '开两步验证' }).click();
  const dialog = page.getByRole('dialog', { name: '开两步验证' });
  await dialog.getByRole('img', { name: '两步验证的二维码' }).waitFor();
  await assertAccessible(page);
  const secret = await dialog.locator('.secret').textContent();
  await dialog.getByLabel('2. 手机上现在显示的六位数字').fill('000000');
  await dialog.getByRole('button', { name: '验证并开' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('2. 手机上现在显示的六位数字').fill(timeCode(secret));
  await dialog.getByRole('button', { name: '验证并开' }).click();
  const codes = page.locator('.codes li');
  await codes.first().waitFor();
  await assertAccessible(page);
  const [code] = await codes.allTextContents();
  await page.getByRole('button', { name: '抄好了' }).click();
  await page.getByText('开着').waitFor();

  await page.getByRole('button', { name: /我的账号/ }).click();
  await page.getByRole('menuitem', { name: '退出' }).click();
  await page.waitForURL('**/sign-in');
  await page.fill('input[name=username]', 'shuji');
  await page.fill('input[name=password]', kPassword);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '两步验证' }).waitFor();
  await assertAccessible(page);
  await page.fill('input[name=code]', code);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('over a page whose session has ended one signs in, and nothing typed is lost', async () => {
  const page = await office.signedIn('shenji', '/account');
  const other = await office.signedIn('shenji', '/account');
  await other.getByText('这一处').waitFor();
  const row = other.getByRole('row').filter({ hasNotText: '这一处' }).filter({ hasText: '退出' });
  while (await row.count() > 0) {
    const left = await row.count();
    await row.first().getByRole('button', { name: '退出' }).click();
    await other.waitForFunction((n) => document.querySelectorAll('td .button').length < n, left);
  }
  await page.getByRole('button', { name: '新建令牌' }).click();
  await page.getByLabel('给什么程序用').fill('大屏');
  await page.getByLabel('看数字').check();
  await page.getByRole('button', { name: '建令牌', exact: true }).click();
  const again = page.getByRole('dialog', { name: '登录已到期' });
  await again.waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await again.getByLabel('密码').fill(kPassword);
  await page.keyboard.press('Enter');
  await again.waitFor({ state: 'detached' });
  assert.equal(await page.getByLabel('给什么程序用').inputValue(), '大屏');
  await page.getByRole('button', { name: '建令牌', exact: true }).click();
  await page.getByLabel(/Authorization: Bearer/).waitFor();
  await page.getByRole('button', { name: '抄好了' }).click();
  await page.getByRole('button', { name: '撤销' }).click();
  await page.getByText('还没有令牌').waitFor();
  page.watch.assertClean();
  await page.context().close();
  await other.context().close();
});

test('a token is made, shown once, and revoked', async () => {
  const page = await office.signedIn('shenji', '/account');
  await page.getByRole('button', { name: '新建令牌' }).click();
  await page.getByLabel('给什么程序用').fill('大屏');
  await page.getByLabel('看数字').check();
  await assertAccessible(page);
  await page.getByRole('button', { name: '建令牌', exact: true }).click();
  const token = await page.getByLabel(/Authorization: Bearer/).inputValue();
  const asked = await fetch(`${office.address}/api/v1/figures?period=2020H1`,
    { headers: { authorization: `Bearer ${token}` } });
  assert.equal(asked.status, 200);
  await page.getByRole('button', { name: '抄好了' }).click();
  await page.getByRole('button', { name: '撤销' }).click();
  await page.getByText('还没有令牌').waitFor();
  const refused = await fetch(`${office.address}/api/v1/me`,
    { headers: { authorization: `Bearer ${token}` } });
  assert.equal(refused.status, 401);
  await assertAccessibleEverywhere(page);
  page.watch.assertClean();
  await page.context().close();
});

// SPDX-License-Identifier: Apache-2.0
// Those who keep the system: accounts, the log, units, definitions, health; each his own pages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, assertAccessibleEverywhere, DemoOffice, kPassword, signIn } from
  './harness.mjs';

let office;
before(async () => {
  office = await DemoOffice.start({
    anquan: 'security_admin', xitong: 'system_admin', shenji: 'auditor', minsheng: 'civil_affairs',
    shenjiguanli: 'audit_admin',
  });
});
after(() => office?.stop());

async function firstSignIn(name, first) {
  const page = await office.page();
  await page.goto('/');
  await signIn(page, name, first);
  await page.waitForURL('**/first-password**');
  await page.getByLabel('现在的密码').fill(first);
  await page.getByLabel('新密码').fill(kPassword);
  await page.getByLabel('再写一遍').fill(kPassword);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '工作台' }).waitFor();
  return page;
}

async function issued(page) {
  const password = await page.getByLabel('密码，只显示这一次').inputValue();
  await page.getByRole('button', { name: '抄好了' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  return password;
}

test('an account is made, signs in, is reset, disabled, and enabled again', async () => {
  const page = await office.signedIn('anquan', '/administration/accounts');
  await page.getByRole('row').filter({ hasText: 'minsheng' }).waitFor();
  await assertAccessibleEverywhere(page);
  await page.getByRole('button', { name: '新建账号' }).click();
  await page.getByLabel('账号名').fill('Wang');
  await page.getByText('小写字母开头').waitFor();
  await assertAccessible(page);
  await page.getByLabel('账号名').fill('minsheng');
  await page.getByLabel('姓名').fill('样本戊');
  await page.getByRole('combobox', { name: '角色' }).last().selectOption({ label: '网格员' });
  await page.getByRole('combobox', { name: '区域' }).selectOption({ label: '石桥社区' });
  await page.getByRole('button', { name: '建账号', exact: true }).click();
  await page.getByText('这个账号名已经有了').waitFor();
  await page.getByLabel('账号名').fill('yangben.wu');
  await page.getByRole('button', { name: '建账号', exact: true }).click();
  await assertAccessible(page);
  const first = await issued(page);

  const row = page.getByRole('row').filter({ hasText: 'yangben.wu' });
  await row.getByText('网格员 @ 石桥社区').waitFor();
  const own = await firstSignIn('yangben.wu', first);
  await own.goto('/administration/accounts');
  await own.getByText('这一页要有“管账号”的权限').waitFor();

  await row.getByRole('button', { name: '重设密码' }).click();
  await page.getByRole('button', { name: '重设 yangben.wu 的密码' }).click();
  const second = await issued(page);
  assert.notEqual(second, first);
  await (await firstSignIn('yangben.wu', second)).context().close();

  await row.getByRole('button', { name: '停用' }).click();
  await row.getByText('停用', { exact: true }).first().waitFor();
  await own.goto('/');
  await own.waitForURL('**/sign-in**');
  await page.getByRole('status').getByRole('button', { name: '撤回' }).click();
  await row.getByText('在用').waitFor();
  page.watch.assertClean();
  await own.context().close();
  await page.context().close();
});

test('roles are changed and changed back, and some are kept apart', async () => {
  const page = await office.signedIn('anquan', '/administration/accounts');
  const row = page.getByRole('row').filter({ hasText: 'shenjiguanli' });
  await row.getByRole('button', { name: '换角色' }).click();
  await page.getByRole('button', { name: '加角色' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '角色' }).last().selectOption({ label: '系统管理员' });
  await dialog.getByRole('button', { name: '换角色' }).click();
  await dialog.getByText('要由不同的人担任').waitFor();
  await assertAccessible(page);
  await dialog.getByRole('combobox', { name: '角色' }).last().selectOption({ label: '审计员' });
  await dialog.getByRole('button', { name: '换角色' }).click();
  await row.getByText('审计员', { exact: true }).waitFor();
  await page.getByRole('status').getByRole('button', { name: '撤回' }).click();
  await row.getByText('审计员', { exact: true }).waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: /^角色/ }).click();
  await page.getByRole('cell', { name: 'system_admin' }).waitFor();
  await assertAccessibleEverywhere(page);
  await page.getByRole('button', { name: /审计管理员/ }).click();
  await page.getByRole('row').filter({ hasText: 'shenjiguanli' }).waitFor();
  assert.equal(await page.getByRole('row').filter({ hasText: 'minsheng' }).count(), 0);
  page.watch.assertClean();
  await page.context().close();
});

test('the auditor finds in the log what was done, by actor, action and day', async () => {
  const page = await office.signedIn('shenji', '/administration/audit');
  await page.getByRole('cell', { name: '登录', exact: true }).first().waitFor();
  await assertAccessibleEverywhere(page);
  await page.getByLabel('做了什么').selectOption({ label: '新建账号' });
  const made = page.getByRole('row').filter({ hasText: 'yangben.wu' });
  await made.getByText('anquan').waitFor();
  await made.getByText('角色 grid_worker').waitFor();
  await page.getByLabel('谁').fill('minsheng');
  await page.keyboard.press('Enter');
  await page.getByText('没有这样的留痕').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: '去掉条件' }).click();
  await page.getByLabel('到', { exact: true }).fill('2019-12-31');
  await page.getByRole('button', { name: '查' }).click();
  await page.getByText('没有这样的留痕').waitFor();
  // The address holds the question; a colleague sees the same.
  await page.goto('/administration/audit?ledger=temporary_relief&action=record_created');
  await page.getByText('列了 100 条').first().waitFor();
  await page.getByRole('button', { name: '更早的' }).click();
  await page.getByText('列了 200 条').first().waitFor();
  await page.locator('tbody a').first().waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('who keeps the log and sees no ledgers reads it too', async () => {
  const page = await office.signedIn('shenjiguanli', '/administration/audit');
  await page.getByRole('cell', { name: '登录', exact: true }).first().waitFor();
  await page.getByLabel('台账').fill('temporary_relief');
  await page.keyboard.press('Enter');
  await page.getByText('temporary_relief').first().waitFor();
  assert.equal(await page.locator('tbody a').count(), 0, 'no link to what he may not see');
  await assertAccessible(page);
  page.watch.assertClean();
  await page.context().close();
});

test('a clerk is told the rule of each page', async () => {
  const page = await office.signedIn('minsheng', '/administration/accounts');
  for (const [path, rule] of [['accounts', '管账号'], ['audit', '看留痕'], ['units', '管理系统'],
    ['definitions', '设计台账'], ['health', '管理系统']]) {
    await page.goto(`/administration/${path}`);
    await page.getByText(`这一页要有“${rule}”的权限`).waitFor();
  }
  await assertAccessible(page);
  page.watch.assertClean();
  await page.context().close();
});

test('a unit is set up, renamed from a day on, and closed, by the keyboard', async () => {
  const page = await office.signedIn('xitong', '/administration/units');
  await page.getByRole('cell', { name: 'U01' }).waitFor();
  await assertAccessibleEverywhere(page);
  await page.getByRole('button', { name: '新设单位' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('代码').focus();
  await page.keyboard.type('U99');
  await page.keyboard.press('Tab');
  await page.keyboard.type('样本科');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row').filter({ hasText: 'U99' });
  await row.getByText('样本科').first().waitFor();
  await row.getByRole('button', { name: '改' }).click();
  await page.getByLabel('名称').fill('样本办');
  await page.getByLabel('从哪一天起这样叫').fill('2026-01-01');
  await assertAccessible(page);
  await page.getByRole('button', { name: '保存' }).click();
  await row.getByRole('cell', { name: '样本办', exact: true }).waitFor();
  await row.getByText('样本科').waitFor();
  await row.getByRole('button', { name: '改' }).click();
  await page.getByLabel('从哪一天起撤销').fill('2026-02-01');
  await page.getByRole('button', { name: '保存' }).click();
  await row.getByText('2026-02-01 撤销').waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('definitions and health are read by who administers the system', async () => {
  const page = await office.signedIn('xitong', '/administration/definitions');
  await page.getByRole('cell', { name: 'temporary_relief', exact: true }).waitFor();
  await assertAccessibleEverywhere(page);
  await page.getByRole('searchbox', { name: '找定义' }).fill('relief.temporary.people');
  await page.getByRole('cell', { name: 'relief.temporary.people' }).waitFor();
  assert.equal(await page.locator('tbody tr').count(), 1);
  // Outside the API: also where the pages come from a folder.
  await page.context().route(/\/(readyz|metrics)$/, (route) => route.continue());
  await page.goto('/administration/health');
  await page.getByText('数据库读得了，也写得了。').waitFor();
  await page.getByRole('heading', { name: '数据库和日志' }).waitFor();
  await page.getByText(/已运行/).waitFor();
  await assertAccessibleEverywhere(page);
  page.watch.assertClean();
  await page.context().close();
});

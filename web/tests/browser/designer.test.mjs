// SPDX-License-Identifier: Apache-2.0
// An administrator changes what the office records: with a preview, at the line of a mistake,
// beside somebody else, by keyboard alone; and a clerk fills in what is new.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, assertAccessibleEverywhere, DemoOffice, sizes } from './harness.mjs';

const kLedger = '/designer/temporary_relief';
// Colours are looked at as they are, not on their way from light to dark.
const kStill = { reducedMotion: 'reduce' };

let office;
let admin;
before(async () => {
  office = await DemoOffice.start({ xitong: 'system_admin', minsheng: 'civil_affairs' });
  admin = await office.settle('xitong');
});
after(() => office?.stop());

async function definition(kind, name) {
  const answer = await admin.ask('GET', `/api/v1/definitions/${kind}/${name}`);
  assert.equal(answer.status, 200, answer.text);
  return answer;
}

// Somebody else's change, past the page.
async function publish(yaml) {
  const seen = (await definition('ledger', 'temporary_relief')).headers.get('etag');
  const answer = await admin.ask('POST', '/api/v1/definitions',
    { body: { yaml }, headers: { 'if-match': seen } });
  assert.equal(answer.status, 200, answer.text);
}

const field = (page, name) => page.locator('.list').getByRole('button', { name });

test('the list tells of ledgers and indicators, and is reached by who may', async () => {
  const page = await office.signedIn('xitong', '/designer', kStill);
  await page.getByRole('link', { name: '临时救助', exact: true }).waitFor();
  await page.getByLabel('找定义').fill('慰问');
  assert.equal(await page.getByRole('link', { name: '临时救助', exact: true }).count(), 0);
  await page.getByLabel('找定义').fill('');
  await assertAccessibleEverywhere(page);
  await page.getByRole('button', { name: '指标', exact: true }).click();
  await page.getByRole('link', { name: '临时困难救助人数' }).waitFor();
  await assertAccessible(page);
  page.watch.assertClean();
  await page.context().close();

  const clerk = await office.signedIn('minsheng', kLedger);
  await clerk.locator('main').waitFor();
  await clerk.getByText(/没有|权限|设计台账/).first().waitFor();
  assert.equal(await clerk.getByRole('heading', { name: '字段' }).count(), 0);
  await clerk.context().close();
});

test('a field is added, seen beforehand, published, and a clerk fills it', async () => {
  const page = await office.signedIn('xitong', kLedger, kStill);
  await field(page, /救助金额/).click();
  await page.getByRole('button', { name: '加字段' }).click();
  await page.getByLabel('名称', { exact: true }).fill('家庭人口');
  await page.getByLabel(/^编码/).fill('household_size');
  await page.getByLabel('类型').selectOption('integer');
  await page.getByLabel(/^最小/).fill('1');
  const preview = page.getByRole('region', { name: '预览' });
  await preview.getByLabel('家庭人口').waitFor();
  await preview.getByRole('columnheader', { name: '家庭人口' }).waitFor();
  await assertAccessibleEverywhere(page);

  await page.reload();
  await page.getByText('接着上次没发布的改动').waitFor();
  await page.getByRole('button', { name: '看一遍再发布' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('加一列').waitFor();
  await dialog.getByLabel(/^事由/).fill('上级要求填家庭人口');
  await assertAccessible(page);
  await dialog.getByRole('button', { name: /^发布 v/ }).click();
  await page.getByText('已发布 临时救助 v2，立刻生效').waitFor();
  await page.getByRole('button', { name: '历次版本' }).click();
  await page.getByRole('dialog').getByText('name: household_size').waitFor();
  await assertAccessible(page);
  page.watch.assertClean();
  await page.context().close();
  await fillAsClerk();
});

async function fillAsClerk() {
  const form = await office.signedIn('minsheng', '/ledgers/temporary_relief/new');
  await form.getByLabel('家庭人口').waitFor();
  await form.context().close();
  const clerk = await office.settle('minsheng');
  const made = await clerk.ask('POST', '/api/v1/ledgers/temporary_relief/records', {
    body: { fields: {
      applied_on: '2020-06-01', paid_on: '2020-06-02', applicant: '示例甲', cause: 'illness',
      amount: '600', status: 'applied', area: '石桥社区', household_size: '3',
    } },
  });
  assert.equal(made.status, 201, made.text);
  assert.equal(String(made.json.fields.household_size), '3');
}

test('what is wrong is told at its line and at its field', async () => {
  const page = await office.signedIn('xitong', kLedger, kStill);
  await page.getByRole('button', { name: 'YAML' }).click();
  const text = page.getByLabel('定义的 YAML');
  const before = await text.inputValue();
  const wrong = before.replace('paid_on >= applied_on', 'paid_on >> applied_on');
  const line = wrong.split('\n').findIndex((one) => one.includes('>> applied_on')) + 1;
  assert.ok(line > 1);
  await text.fill(wrong);
  await page.getByRole('button', { name: `第 ${line} 行` }).waitFor();
  assert.match(await page.locator('.line.wrong').textContent(), /在第 10 个字符处看不懂/);
  await assertAccessibleEverywhere(page);
  await page.getByRole('button', { name: `第 ${line} 行` }).click();
  const chosen = await text.evaluate((area) =>
    area.value.slice(area.selectionStart, area.selectionEnd));
  assert.match(chosen, />> applied_on/);

  await page.getByRole('button', { name: '表单' }).click();
  await field(page, /办理日期.*有误|办理日期/).first().click();
  await page.getByLabel('校验').and(page.locator('[aria-invalid=true]')).waitFor();
  await page.getByRole('button', { name: '看一遍再发布' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('这样不能发布').waitFor();
  assert.ok(await dialog.getByRole('button', { name: /^发布 v/ }).isDisabled());
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '不改了' }).click();
  await page.getByText('和在用的一样').waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('a used field is not retyped, and the page says what the server refuses', async () => {
  const page = await office.signedIn('xitong', kLedger, kStill);
  await field(page, /救助金额/).click();
  assert.ok(await page.getByLabel('类型').isDisabled());
  await page.getByText('要换类型：停用它，另加一个').waitFor();
  await page.getByRole('button', { name: 'YAML' }).click();
  const text = page.getByLabel('定义的 YAML');
  await text.fill((await text.inputValue()).replace('type: phone', 'type: text'));
  await page.getByText(/字段 phone 改了类型/).first().waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('who publishes second sees both versions and joins them', async () => {
  const page = await office.signedIn('xitong', kLedger, kStill);
  await field(page, /救助金额/).click();
  await page.getByLabel(/^最大/).fill('3000');
  await page.getByText(/^草稿，改了 1 处/).waitFor();
  const now = (await definition('ledger', 'temporary_relief')).json.yaml;
  await publish(now.replace('十二到二十一位数字', '十二到二十一位'));
  await page.getByRole('button', { name: '看一遍再发布' }).click();
  const dialog = page.getByRole('dialog', { name: '这个定义刚被别人改过' });
  await dialog.getByText(/十二到二十一位, en/).or(dialog.getByText('十二到二十一位')).first().waitFor();
  await dialog.getByText('max: 3000').waitFor();
  await assertAccessible(page);
  await dialog.getByRole('button', { name: '合起来' }).click();
  await page.getByRole('button', { name: '看一遍再发布' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^发布 v/ }).click();
  await page.getByText(/^已发布 临时救助/).waitFor();
  const after = (await definition('ledger', 'temporary_relief')).json.definition.fields;
  assert.equal(after.find((one) => one.name === 'amount').max, '3000');
  assert.equal(after.find((one) => one.name === 'bank_card').help.zh, '十二到二十一位');
  page.watch.assertClean();
  await page.context().close();
});

test('a new ledger by keyboard alone', async () => {
  const page = await office.signedIn('xitong', '/designer', kStill);
  const add = page.getByRole('button', { name: '新设台账' });
  await add.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '新设台账' });
  await dialog.waitFor();
  await assertAccessible(page);
  await dialog.getByLabel('名称').focus();
  for (const words of ['走访登记', 'home_visits', 'community', 'ZFX']) {
    await page.keyboard.type(words);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/designer/home_visits');
  await page.getByText('草稿，新设').waitFor();

  await page.getByRole('button', { name: '加字段' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('走访情况');
  await field(page, /走访情况/).focus();
  await page.keyboard.press('Alt+ArrowUp');
  const titles = await page.locator('.list .title').allTextContents();
  assert.ok(titles.indexOf('走访情况') < titles.length - 1, 'it has been moved up');
  await page.keyboard.press('Control+Enter');
  const publishing = page.getByRole('dialog');
  await publishing.getByText('加一列').waitFor();
  await publishing.getByLabel(/^事由/).focus();
  await page.keyboard.type('社区走访');
  await page.keyboard.press('Enter');
  await page.getByText(/^已发布 走访登记 v1/).waitFor();
  assert.equal((await definition('ledger', 'home_visits')).json.definition.fields.length, 3);
  page.watch.assertClean();
  await page.context().close();
});

test('an indicator is counted otherwise, seen before it is published', async () => {
  const page = await office.signedIn('xitong', '/designer/indicators/relief.temporary.pending',
    kStill);
  await page.getByLabel('只数哪些').fill("status = 'applied'");
  await page.getByText('重新汇总', { exact: true }).waitFor();
  await assertAccessibleEverywhere(page);
  await page.getByRole('button', { name: '看一遍再发布' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('待办临时救助申请数').first().waitFor();
  await dialog.getByRole('button', { name: /^发布 v/ }).click();
  await page.getByText(/^已发布 待办临时救助申请数/).waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('on a narrow screen all stands below one another', async () => {
  const page = await office.signedIn('xitong', kLedger, { size: sizes.phone });
  await field(page, /救助金额/).click();
  await page.getByLabel(/^最大/).waitFor();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= sizes.phone.width, `nothing stands out to the right (${width})`);
  page.watch.assertClean();
  await page.context().close();
});

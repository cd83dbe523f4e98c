// SPDX-License-Identifier: Apache-2.0
// A record from its draft to its history; files; two people at one record; search; and that no
// value does any harm.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertAccessible, assertAccessibleEverywhere, DemoOffice, focused, sizes,
} from './harness.mjs';

const kLedger = 'temporary_relief';
const kPicture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8' +
  'z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');
const kHostile = '<img src=x onerror="alert(1)"><script>alert(2)</script>' +
  '=HYPERLINK("x")\u202Egnp.exe';

let office;
let client;
before(async () => {
  office = await DemoOffice.start({
    minsheng: 'civil_affairs', minsheng2: 'civil_affairs', shenji: 'auditor',
  });
  client = await office.settle('minsheng');
});
after(() => office?.stop());

const fields = (more = {}) => ({
  applied_on: '2020-05-01', paid_on: '2020-05-02', applicant: '样本甲', phone: '13800000521',
  cause: 'illness', amount: '500.00', status: 'paid', area: '石桥社区', ...more,
});

async function make(more) {
  const made = await client.ask('POST', `/api/v1/ledgers/${kLedger}/records`,
    { body: { fields: fields(more) } });
  assert.equal(made.status, 201, made.text);
  return JSON.parse(made.text);
}
const place = (record) => `/ledgers/${kLedger}/records/${record.id}`;
// Of the record itself: its history has the same values.
const fact = (page, text) => page.locator('.record-facts dd').filter({ hasText: text });
const button = (page, name) => page.getByRole('button', { name, exact: true });

async function opened(record, name = 'minsheng') {
  const page = await office.signedIn(name, place(record));
  await page.getByRole('heading', { name: '内容' }).waitFor();
  return page;
}
async function end(page) {
  page.watch.assertClean();
  await page.context().close();
}

test('what is typed is there after a reload, and a draft no more once it is saved', async () => {
  const page = await office.signedIn('minsheng', `/ledgers/${kLedger}/new`);
  await page.getByLabel(/^申请日期/).first().fill('2020-05-06');
  await page.getByLabel(/^办理日期/).first().fill('2020-05-07');
  await page.getByLabel(/^申请人/).fill('样本乙');
  await page.getByText('受疫情影响').click();
  await page.getByLabel(/^救助金额/).fill('0.06万元');
  await page.getByText(/草稿已存 \d\d:\d\d/).waitFor();
  await page.reload();
  await page.getByText(/接着 .* 存的草稿填/).waitFor();
  assert.equal(await page.getByLabel(/^申请人/).inputValue(), '样本乙');
  assert.equal(await page.getByLabel(/^救助金额/).inputValue(), '0.06万元');
  await assertAccessibleEverywhere(page);

  // What is wrong is told beside its field, and the focus goes to the first.
  await page.getByLabel(/^申请人/).fill('');
  await page.getByLabel(/^救助金额/).fill('999999');
  await page.getByText('已发放').click();
  await button(page, '保存').click();
  await page.getByText('没有保存，2 项要改：申请人、救助金额').waitFor();
  await page.getByText('申请人没有填').waitFor();
  await page.getByText(/救助金额太大/).waitFor();
  await page.waitForFunction(() => document.activeElement.id.endsWith('-applicant'));
  await page.getByLabel(/^申请人/).fill('样本乙');
  await page.getByLabel(/^救助金额/).fill('0.06万元');
  const area = page.getByRole('combobox', { name: '所属社区' });
  await area.fill('石桥社区');
  await page.getByRole('option', { name: /^石桥社区/ }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await button(page, '保存').click();
  await page.getByRole('heading', { name: '内容' }).waitFor();
  assert.match(page.url(), /\/records\/\d+$/);
  await fact(page, '600.00 元').waitFor();

  await page.goto(`/ledgers/${kLedger}/new`);
  await page.getByLabel(/^申请人/).waitFor();
  assert.equal(await page.getByLabel(/^申请人/).inputValue(), '');
  await end(page);
});

test('a row of records is entered by keyboard alone', async () => {
  const page = await office.signedIn('minsheng', `/ledgers/${kLedger}/new`);
  await page.getByLabel(/^申请日期/).first().waitFor();
  await page.waitForFunction(() => document.activeElement.type === 'date');
  // The browser's own parts of a date differ by its language; the button beside them does not.
  const tabTo = async (name) => {
    for (let steps = 0; steps < 12 && (await focused(page)).name !== name; steps += 1) {
      await page.keyboard.press('Tab');
    }
    assert.equal((await focused(page)).name, name);
  };
  await tabTo('申请日期填今天');
  await page.keyboard.press('Enter');
  await tabTo('办理日期填今天');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.match((await focused(page)).id, /-applicant$/);
  await page.keyboard.type('样本丙');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await page.keyboard.type('321.5');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+Enter');
  await page.getByText(/已保存 JZ-/).waitFor();
  await page.waitForFunction(() => document.activeElement.type === 'date');
  assert.equal(await page.getByLabel(/^申请人/).inputValue(), '');
  await end(page);
});

test('two people at one record: both versions side by side, chosen field by field', async () => {
  const record = await make();
  const page = await opened(record);
  await button(page, '改').click();
  await page.getByLabel(/^救助金额/).fill('700');
  await page.getByLabel(/^收款账号/).fill('622200001111');

  const other = await office.settle('minsheng2');
  const theirs = await other.ask('PATCH', `/api/v1${place(record)}`, {
    headers: { 'If-Match': '"1"' },
    body: { fields: { amount: '888.00', cause: 'accident' }, reason: '核对发放表' },
  });
  assert.equal(theirs.status, 200, theirs.text);
  await page.getByText(/minsheng2 .* 改 2 项/).waitFor();

  await button(page, '保存').click();
  const dialog = page.getByRole('dialog', { name: '别人刚改过这一条' });
  await dialog.getByText(/minsheng2 .* 改 2 项/).waitFor();
  const amount = dialog.getByRole('row', { name: /救助金额/ });
  await amount.getByText('500.00').waitFor();
  await amount.getByText('888.00').waitFor();
  await assertAccessible(page);
  assert.equal(await button(dialog, '合起来保存').isDisabled(), true);
  await amount.getByRole('radio').last().check();
  await button(dialog, '合起来保存').click();
  await fact(page, '700.00 元').waitFor();
  await fact(page, '意外事件').waitFor();
  await end(page);
});

test('an unfinished change is found again, and can be thrown away', async () => {
  const record = await make();
  const page = await opened(record);
  await button(page, '改').click();
  await page.getByLabel(/^救助金额/).fill('701');
  await page.getByText(/草稿已存/).waitFor();
  await page.reload();
  await page.getByText(/有一份 .* 存的草稿，改了 1 项/).waitFor();
  await button(page, '接着填').click();
  assert.equal(await page.getByLabel(/^救助金额/).inputValue(), '701');
  await assertAccessibleEverywhere(page);
  await button(page, '丢弃改动').click();
  await fact(page, '500.00 元').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: '内容' }).waitFor();
  assert.equal(await page.getByText(/存的草稿/).count(), 0);
  await end(page);
});

test('personal data is seen for a reason, for a while, and the look is kept', async () => {
  const record = await make();
  const page = await opened(record);
  assert.equal(await page.getByText('13800000521').count(), 0);
  await button(page, '查看联系电话').click();
  const dialog = page.getByRole('dialog', { name: '查看个人信息' });
  await button(dialog, '查看').click();
  await dialog.getByText('写明为什么要看').waitFor();
  await assertAccessible(page);
  await dialog.getByLabel(/^为什么要看/).fill('电话回访');
  await button(dialog, '查看').click();
  await page.getByText('13800000521').waitFor();
  await page.getByRole('button', { name: /^遮上（\d+ 秒）$/ }).click();
  assert.equal(await page.getByText('13800000521').count(), 0);

  const auditor = await office.settle('shenji');
  const log = await auditor.ask('GET', '/api/v1/audit?action=personal_revealed');
  const look = JSON.parse(log.text).events.find((one) => one.note.record === record.id);
  assert.deepEqual([look?.actor, look?.note.field, look?.note.reason],
    ['minsheng', 'phone', '电话回访']);
  await end(page);
});

test('files go up and come down as they are, and come back', async () => {
  const record = await make();
  const page = await opened(record);
  const content = '现场情况\n';
  await page.setInputFiles('input[type=file]', [
    { name: '说明"一".txt', mimeType: 'text/plain', buffer: Buffer.from(content) },
    { name: '现场.png', mimeType: 'image/png', buffer: kPicture },
    { name: '程序.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
  ]);
  await page.getByText(/这种文件不收/).waitFor();
  await button(page, '不传了').click();
  const picture = page.getByRole('link', { name: '下载 现场.png' });
  await picture.waitFor();
  await page.waitForFunction(() =>
    [...document.images].some((image) => image.complete && image.naturalWidth === 1));
  const started = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载 说明"一".txt' }).click();
  const download = await started;
  assert.equal(download.suggestedFilename().replaceAll('_', '"'), '说明"一".txt');
  const parts = [];
  for await (const part of await download.createReadStream()) parts.push(part);
  assert.equal(Buffer.concat(parts).toString(), content);
  await assertAccessible(page);

  await button(page, '删 现场.png').click();
  await page.getByText('已删 现场.png').waitFor();
  await page.getByText(/删了的 1 份/).click();
  await button(page, '恢复 现场.png').click();
  await picture.waitFor();
  await end(page);
});

test('the history tells every step, how it was then, and 作废 has a way back', async () => {
  const record = await make();
  const changed = await client.ask('PATCH', `/api/v1${place(record)}`, {
    headers: { 'If-Match': '"1"' }, body: { fields: { amount: '650.00' }, reason: '补差' },
  });
  assert.equal(changed.status, 200, changed.text);
  const page = await opened(record);
  const history = page.locator('.history');
  await history.getByText('补差').waitFor();
  await history.getByText('650.00').waitFor();
  await history.getByText('录入 8 项').click();
  await button(page, '看这时的样子').click();
  await page.getByText(/时的样子（第 1 版），只能看/).waitFor();
  await fact(page, '500.00 元').waitFor();
  assert.equal(await button(page, '改').count(), 0);
  await assertAccessible(page);
  await button(page, '回到现在').first().click();
  await fact(page, '650.00 元').waitFor();

  await button(page, '作废').click();
  await page.getByText('已作废，在回收站里，不计入任何数字。').waitFor();
  await button(page, '撤回').click();
  await button(page, '改').waitFor();
  assert.equal(await page.getByText('在回收站里').count(), 0);
  await end(page);
});

test('on paper there is the record and nothing of the frame', async () => {
  const record = await make();
  const page = await opened(record);
  await page.emulateMedia({ media: 'print' });
  const seen = (selector) => page.locator(selector).first().isVisible();
  assert.equal(await seen('.sheet table'), true);
  assert.equal(await seen('.sheet .seal-space'), true);
  assert.equal(await seen('.nav'), false);
  assert.equal(await seen('.title-row'), false);
  const text = await page.locator('.sheet').innerText();
  assert.match(text, /临时救助/);
  assert.match(text, /500\.00 元/);
  assert.match(text, /打印于 \d{4}-\d\d-\d\d/);
  assert.doesNotMatch(text, /13800000521/);
  assert.ok((await page.pdf({ format: 'A4' })).length > 1000);
  await end(page);
});

test('records are found by Chinese words, and lead on to one another', async () => {
  await make({ status: 'refused', refusal_reason: '槐树巷口重复申请' });
  await make({ status: 'refused', refusal_reason: '槐树巷材料不全' });
  const page = await office.signedIn('minsheng', `/search?q=${encodeURIComponent('槐树巷')}`);
  const links = page.getByRole('link', { name: /^JZ-/ });
  await links.first().waitFor();
  assert.equal(await links.count(), 2);
  assert.equal(await page.locator('mark').first().innerText(), '槐树巷');
  await assertAccessibleEverywhere(page);

  await links.first().focus();
  await page.keyboard.press('ArrowDown');
  const second = (await focused(page)).name;
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '内容' }).waitFor();
  await page.getByText(second).first().waitFor();
  await page.getByText('2 / 2').waitFor();
  await page.keyboard.press('Alt+ArrowUp');
  await page.getByText('1 / 2').waitFor();
  await page.getByRole('link', { name: '回到列表' }).click();
  await page.waitForURL('**/search?q=*');

  await page.getByLabel('要有的词，空格分开').fill('没有这种词啊');
  await page.keyboard.press('Enter');
  await page.getByText(/你看得到的台账里没有“没有这种词啊”/).waitFor();
  await page.getByLabel('要有的词，空格分开').fill('，。');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await end(page);
});

test('no value does any harm, wherever it stands', async () => {
  const record = await make({ status: 'refused', refusal_reason: kHostile });
  const long = await make({ status: 'refused', refusal_reason: 'A'.repeat(200) });
  for (const size of [sizes.desk, sizes.phone]) {
    const page = await office.signedIn('minsheng', place(record), { size });
    page.on('dialog', (dialog) => {
      page.watch.found.push(`dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    await page.getByText(kHostile).first().waitFor();
    await page.goto(`/search?q=${encodeURIComponent('onerror')}`);
    await page.getByRole('link', { name: record.number }).waitFor();
    await page.goto(place(long));
    await page.getByRole('heading', { name: '内容' }).waitFor();
    const wide = await page.evaluate(() => {
      const main = document.querySelector('main');
      return main.scrollWidth - main.clientWidth;
    });
    assert.ok(wide <= 1, `nothing stands out of the page (${wide} px)`);
    await end(page);
  }
});

test('a megabyte in a field is refused beside it, and stays in the form', async () => {
  const page = await office.signedIn('minsheng', `/ledgers/${kLedger}/new`);
  await page.getByLabel(/^不予救助理由/).fill('长'.repeat(350_000));
  await page.getByText(/草稿没存上/).waitFor();
  assert.equal((await page.getByLabel(/^不予救助理由/).inputValue()).length, 350_000);
  await page.getByLabel(/^不予救助理由/).fill('');
  await page.getByText(/草稿没存上/).waitFor({ state: 'detached' });
  await end(page);
});

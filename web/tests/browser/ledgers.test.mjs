// SPDX-License-Identifier: Apache-2.0
// The ledgers: the grid is written in as a spreadsheet is, by mouse and by keyboard alone, what is
// refused stays and says why, and many records are changed as one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, assertAccessibleEverywhere, DemoOffice, sizes } from './harness.mjs';

const kLedger = '/ledgers/temporary_relief?period=2020H1';
const kAmount = '救助金额（元）';

let office;
let clerk;
before(async () => {
  office = await DemoOffice.start({ minsheng: 'civil_affairs', lingdao: 'leader' });
  clerk = await office.settle('minsheng');
});
after(() => office?.stop());

async function opened(path = kLedger, options = {}, name = 'minsheng') {
  const page = await office.signedIn(name, path, options);
  await page.locator('.grid-row:not(.unread) [role=gridcell]').first().waitFor();
  return page;
}

/** The number of a column by its title, as the grid counts. */
async function columnOf(page, title) {
  const head = page.getByRole('columnheader', { name: title, exact: true });
  return Number(await head.getAttribute('aria-colindex'));
}

/** A cell by its row, counted from 1, and the title of its column. */
async function cell(page, row, title) {
  const column = await columnOf(page, title);
  return page.locator(`[aria-rowindex="${row + 2}"] [aria-colindex="${column}"]`);
}

async function textOf(page, row, title) {
  return (await cell(page, row, title)).evaluate((element) => element.firstChild.nodeValue);
}

async function waitText(page, row, title, wanted) {
  const column = await columnOf(page, title);
  await page.waitForFunction(([at, text]) =>
    document.querySelector(at)?.firstChild?.nodeValue === text,
  [`[aria-rowindex="${row + 2}"] [aria-colindex="${column}"]`, wanted]);
}

/** As WPS puts it on the clipboard. */
function paste(page, text, html = '') {
  return page.evaluate(([plain, marked]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', plain);
    if (marked) clipboardData.setData('text/html', marked);
    document.activeElement.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, [text, html]);
}

const isSaved = (page) => page.getByText(/^\s*已保存 \d\d:\d\d/).waitFor();

async function recordNumbered(number) {
  const path = '/api/v1/ledgers/temporary_relief/records?filter=' +
    encodeURIComponent(`@number eq ${number}`);
  return (await clerk.ask('GET', path)).json.records[0];
}

async function left(page) {
  page.watch.assertClean();
  await page.context().close();
}

test('a cell is written, taken back and done again', async () => {
  const page = await opened();
  const number = await textOf(page, 2, '受理编号');
  const before = await textOf(page, 2, kAmount);
  await (await cell(page, 2, kAmount)).click();
  await page.keyboard.type('612.5');
  await page.keyboard.press('Enter');
  await waitText(page, 2, kAmount, '612.50');
  await isSaved(page);
  assert.equal((await recordNumbered(number)).fields.amount, '612.50');
  await page.keyboard.press('Control+z');
  await waitText(page, 2, kAmount, before);
  await page.keyboard.press('Control+y');
  await waitText(page, 2, kAmount, '612.50');
  await page.keyboard.press('Control+z');
  await waitText(page, 2, kAmount, before);
  // Each is a revision of its own; nothing was rewritten.
  await page.waitForFunction(() => !document.querySelector('.grid-cell.waiting'));
  assert.equal((await recordNumbered(number)).revision, 5);
  await left(page);
});

test('a paste with one mistake keeps the rest, says why, and mends it', async () => {
  const page = await opened();
  await (await cell(page, 4, kAmount)).click();
  await paste(page, '701\r\n6OO\r\n"703"\r\n');
  await waitText(page, 4, kAmount, '701.00');
  await waitText(page, 6, kAmount, '703.00');
  const wrong = await cell(page, 5, kAmount);
  await page.getByRole('button', { name: '错误 1 格' }).click();
  assert.equal(await wrong.getAttribute('aria-invalid'), 'true');
  await page.getByText('救助金额不是可用的金额').waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByRole('button', { name: '改为 600.00' }).press('Enter');
  await waitText(page, 5, kAmount, '600.00');
  await page.getByRole('button', { name: '错误 1 格' }).waitFor({ state: 'detached' });
  await left(page);
});

test('a paste past the end adds records, and they are taken back', async () => {
  const page = await opened();
  await (await cell(page, 1, '申请日期')).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  const html = ['2020-06-28', '2020-06-28', '居民甲', '', '', '意外事件', '500', '', '已发放', '',
                '石桥社区'].map((text) => `<td>${text}</td>`).join('');
  await paste(page, 'ignored', `<html><body><table><tr>${html}</tr></table></body></html>`);
  await page.getByText('居民甲').waitFor({ state: 'detached' });
  await isSaved(page);
  await page.getByText('居**', { exact: true }).last().waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('在此录入').waitFor();
  const bin = await clerk.ask('GET', '/api/v1/ledgers/temporary_relief/records?bin=only');
  assert.equal(bin.json.records.length, 1);
  await left(page);
});

test('what is half entered waits in its row and says what is missing', async () => {
  const page = await opened();
  await (await cell(page, 1, '申请日期')).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('2020-06-29');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Home');
  await page.getByText('1 行没填全，还没存').waitFor();
  await page.getByRole('button', { name: /^错误 4 格/ }).click();
  await page.getByText('没有填').waitFor();
  let asked = '';
  page.on('dialog', (dialog) => {
    asked = dialog.message();
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: '全部台账' }).click();
  await page.waitForTimeout(200);
  assert.match(asked, /没存上/);
  assert.match(page.url(), /temporary_relief/);
  await page.context().close();
});

test('the fill handle goes on with dates', async () => {
  const page = await opened();
  await (await cell(page, 2, '申请日期')).click();
  await page.keyboard.type('2020-03-01');
  await page.keyboard.press('Enter');
  await waitText(page, 2, '申请日期', '2020-03-01');
  const from = await (await cell(page, 2, '申请日期')).boundingBox();
  const to = await (await cell(page, 4, '申请日期')).boundingBox();
  await (await cell(page, 2, '申请日期')).click();
  await page.mouse.move(from.x + from.width - 4, from.y + from.height - 4);
  await page.mouse.down();
  await page.mouse.move(to.x + 20, to.y + 10, { steps: 4 });
  await page.mouse.up();
  await waitText(page, 3, '申请日期', '2020-03-02');
  await waitText(page, 4, '申请日期', '2020-03-03');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.waitForFunction(() => !document.querySelector('.grid-cell.waiting'));
  await left(page);
});

test('a filter and an order are saved as a view that opens again', async () => {
  const page = await opened();
  await page.getByRole('button', { name: '筛选 致困原因 全部' }).click();
  await page.getByLabel('重大疾病').check();
  await page.getByText('筛出').waitFor();
  await page.keyboard.press('Escape');
  assert.match(decodeURIComponent(page.url()), /filter=cause[ +]in[ +]illness/);
  await (await cell(page, 1, kAmount)).click();
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByRole('menuitemradio', { name: '从大到小' }).press('Enter');
  await page.locator('[aria-sort=descending]').waitFor();
  await page.getByRole('button', { name: '存为视图' }).click();
  await page.getByLabel('名称').fill('大病多的');
  await assertAccessible(page);
  await page.getByRole('button', { name: '存下视图' }).click();
  await page.getByRole('button', { name: '大病多的', pressed: true }).waitFor();
  await page.getByRole('button', { name: '全部', exact: true }).click();
  await page.getByText('筛出').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '大病多的' }).click();
  await page.locator('[aria-sort=descending]').waitFor();
  await waitText(page, 1, '致困原因', '重大疾病');
  await left(page);
});

test('two who write one cell are both heard', async () => {
  const page = await opened();
  const number = await textOf(page, 8, '受理编号');
  const record = await recordNumbered(number);
  const theirs = await clerk.ask('GET',
    `/api/v1/ledgers/temporary_relief/records/${record.id}`);
  await (await cell(page, 8, kAmount)).click();
  // The page is not told in time: it writes over a version that is no more.
  await page.route('**/api/v1/changes*', (route) => route.abort());
  await page.keyboard.type('801');
  const changed = await clerk.ask('PATCH',
    `/api/v1/ledgers/temporary_relief/records/${record.id}`,
    { headers: { 'if-match': `"${theirs.json.revision}"` }, body: { fields: { amount: '802' } } });
  assert.equal(changed.status, 200, changed.text);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '没存上 1 格' }).click();
  await page.getByRole('button', { name: '用我写的' }).waitFor();
  assert.match(await page.locator('.note').textContent(), /801[\s\S]*802\.00/);
  await assertAccessible(page);
  await page.getByRole('button', { name: '用我写的' }).click();
  await waitText(page, 8, kAmount, '801.00');
  assert.equal((await recordNumbered(number)).fields.amount, '801.00');
  await page.context().close();
});

test('what is typed without a server is saved when it is back', async () => {
  const page = await opened();
  await (await cell(page, 9, kAmount)).click();
  await page.route('**/records/*', (route) => route.abort());
  await page.keyboard.type('903');
  await page.keyboard.press('Enter');
  await page.getByText('连不上服务器，1 格等着存').waitFor();
  assert.equal(await textOf(page, 9, kAmount), '903');
  await page.unroute('**/records/*');
  await page.getByRole('button', { name: '现在再存' }).click();
  await waitText(page, 9, kAmount, '903.00');
  await page.context().close();
});

test('all of it is reached by keyboard', async () => {
  const page = await opened();
  await page.getByRole('grid').locator('.grid-input').focus();
  await page.keyboard.press('Control+Home');
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowRight');
  const name = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  assert.match(await name(), /^致困原因 第 1 行/);
  await page.keyboard.press('F2');
  await page.getByRole('listbox').waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.type('其');
  await page.keyboard.press('Enter');
  await waitText(page, 1, '致困原因', '其他');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByText(/选中\s*4\s*格/).waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByRole('menu').waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.className), 'grid-input');
  await page.keyboard.press('F6');
  assert.notEqual(await page.evaluate(() => document.activeElement.className), 'grid-input');
  await left(page);
});

test('the first stroke of an input method is not lost', async () => {
  const page = await opened();
  await (await cell(page, 1, '不予救助理由')).click();
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Input.imeSetComposition',
    { text: 'shou', selectionStart: 4, selectionEnd: 4 });
  await page.locator('.editing').waitFor();
  await protocol.send('Input.insertText', { text: '收入' });
  assert.equal(await page.evaluate(() => document.activeElement.value), '收入');
  await page.keyboard.press('Escape');
  assert.equal(await textOf(page, 1, '不予救助理由'), '');
  await left(page);
});

test('chosen records are removed and restored as one', async () => {
  const page = await opened();
  const number = await textOf(page, 11, '受理编号');
  await (await cell(page, 11, kAmount)).click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByRole('button', { name: '作废 2 条' }).click();
  await page.getByText('已作废 2 条').waitFor();
  assert.equal((await recordNumbered(number)), undefined);
  await page.getByRole('button', { name: '撤回' }).click();
  await page.waitForFunction(() => !document.querySelector('.grid-row.removed'));
  assert.equal((await recordNumbered(number)).deleted, false);
  await left(page);
});

test('many are changed after a look, and taken back as one', async () => {
  const page = await opened(`${kLedger}&filter=cause+eq+epidemic`);
  await page.getByRole('button', { name: '批量修改' }).click();
  await page.getByLabel('把').selectOption({ label: '致困原因' });
  await page.getByLabel(/^改成/).selectOption({ label: '其他' });
  await page.getByRole('button', { name: '看会改成什么' }).click();
  const act = page.getByRole('button', { name: /^改 \d+ 条$/ });
  await act.waitFor();
  await assertAccessibleEverywhere(page);
  await page.getByLabel(/^事由/).fill('并入其他');
  await act.click();
  await page.getByText(/^已改 \d+ 条/).waitFor();
  await page.getByRole('listitem').getByRole('button', { name: '撤回' }).first().click();
  await page.getByText('已撤回', { exact: true }).waitFor();
  const found = await clerk.ask('GET',
    '/api/v1/ledgers/temporary_relief/records?period=2020H1&filter=cause%20eq%20epidemic');
  assert.notEqual(found.json.records.length, 0);
  await left(page);
});

test('the pages have no violation, and are read on a narrow screen', async () => {
  const page = await opened();
  await assertAccessibleEverywhere(page);
  await page.setViewportSize(sizes.phone);
  await page.locator('.cards .card').first().waitFor();
  await page.goto('/ledgers?period=2020H1');
  await page.getByRole('link', { name: '临时救助' }).waitFor();
  await assertAccessibleEverywhere(page);
  await left(page);
});

test('who may only read is offered nothing to write with', async () => {
  const page = await opened(kLedger, {}, 'lingdao');
  assert.equal(await page.getByRole('button', { name: '作废' }).count(), 0);
  assert.equal(await page.getByRole('link', { name: '新增' }).count(), 0);
  await (await cell(page, 2, kAmount)).click();
  await page.keyboard.type('9');
  assert.equal(await page.locator('.editing').count(), 0);
  await left(page);
});

// SPDX-License-Identifier: Apache-2.0
// A clerk's table: in with mistakes, back with their reasons, mended, in, and taken back; and out
// again as a file. What comes back is opened with LibreOffice, as an office would.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  assertAccessible, assertAccessibleEverywhere, DemoOffice, sizes,
} from './harness.mjs';

const kImport = '/ledgers/temporary_relief/import';
const kHeader = ['申请日期', '办理日期', '申请人', '联系电话', '致困原因', '救助金额', '收款账号',
  '办理状态', '所属社区', '经手'];
const kPhone = '13800001111';
const row = (day, name, amount) => [`2020-05-${day}`, `2020-05-${day}`, name, kPhone, '重大疾病',
  amount, '622200000201', '已发放', '石桥社区', '甲'];
const rows = [row('11', '样本一', '100.00'), row('12', '样本二', '不知道'),
  row('13', '样本三', '300.00'), row('32', '样本四', '400.00')];
const csv = (lines) => lines.map((line) => line.join(',')).join('\n') + '\n';

let office;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'taizhang-tables-'));
  office = await DemoOffice.start({ minsheng: 'civil_affairs', lingdao: 'leader' });
});
after(async () => {
  await office?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function converted(file, kind) {
  const filter = kind === 'csv' ? 'csv:Text - txt - csv (StarCalc):44,34,76,1' : kind;
  execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${folder}/profile`,
    '--convert-to', filter, '--outdir', folder, file], { stdio: 'pipe', timeout: 120_000 });
  return file.replace(/\.[^.]+$/, `.${kind}`);
}

// A workbook of these lines, made by LibreOffice.
function workbook(name, lines) {
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, '\uFEFF' + csv(lines));
  return converted(file, 'xlsx');
}

async function saved(page, press) {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

function linesOf(file) {
  return readFileSync(converted(file, 'csv'), 'utf8').replace(/^\uFEFF/, '').trim().split(/\r?\n/);
}

async function recordsOf(client) {
  const list = await client.ask('GET', '/api/v1/ledgers');
  return list.json.ledgers.find((one) => one.name === 'temporary_relief').records;
}

test('a workbook with mistakes comes back, is mended and taken back', async () => {
  const client = await office.settle('minsheng');
  const first = await recordsOf(client);
  const page = await office.signedIn('minsheng', kImport);
  await page.getByRole('heading', { name: '导入 · 临时救助' }).waitFor();
  await page.getByText('必填').first().waitFor();
  await assertAccessibleEverywhere(page);

  await page.setInputFiles('input[type=file]', workbook('5月', [kHeader, ...rows]));
  await page.getByText('5月.xlsx').first().waitFor();
  await page.getByRole('button', { name: '上传并试算' }).click();
  await page.getByRole('heading', { name: '有错的 2 行' }).waitFor();
  await page.getByRole('cell', { name: '不知道', exact: true }).waitFor();
  await page.getByRole('heading', { name: '入账后，这些数字会变' }).waitFor();
  assert.equal(await recordsOf(client), first, 'a trial writes nothing');
  await assertAccessibleEverywhere(page);

  // Where it stood survives a reload: the trial by its address, the file in the browser.
  await page.reload();
  await page.getByRole('button', { name: '先入 2 行' }).waitFor();
  const wrong = await saved(page, () =>
    page.getByRole('button', { name: '下载带错误原因的原表' }).click());
  assert.match(wrong, /5月-有误\.xlsx$/);
  const told = linesOf(wrong);
  assert.match(told[0], /经手,错误原因$/);
  assert.equal(told.length, 5, 'the whole table, not only what is wrong');
  assert.match(told[2], /不知道.*救助金额/);

  await page.getByRole('button', { name: '先入 2 行' }).click();
  await page.getByText('入了 2 行，还有 2 行有错没有入。').waitFor();
  await assertAccessibleEverywhere(page);
  assert.equal(await recordsOf(client), first + 2);

  const mend = (line) => line.replace('不知道', '200').replaceAll('2020-05-32', '2020-05-14');
  const mended = told.map((line) => mend(line).split(','));
  const half = page.getByRole('button', { name: '传改好的表' });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), half.click()]);
  await chooser.setFiles(workbook('改好', mended));
  await page.getByRole('button', { name: '上传并试算' }).click();
  await page.getByRole('button', { name: '导入 2 行' }).click();
  await page.getByText('入了 2 行。').waitFor();
  assert.equal(await recordsOf(client), first + 4, 'no row comes in twice');

  await page.getByRole('button', { name: '撤回这一批' }).click();
  await page.getByText('这一批撤回了：移出 2 条。').waitFor();
  assert.equal(await recordsOf(client), first + 2);
  await page.reload();
  await page.getByText('这一批撤回了').waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('a column under another name is matched by hand', async () => {
  const page = await office.signedIn('minsheng', kImport);
  const renamed = kHeader.map((title) => (title === '救助金额' ? '金额数' : title));
  const file = join(folder, '别名.csv');
  writeFileSync(file, csv([renamed, row('21', '样本五', '500.00')]));
  await page.setInputFiles('input[type=file]', file);
  await page.getByRole('button', { name: '上传并试算' }).click();
  await page.getByText('表头里没有必填的列：救助金额。').waitFor();
  await assertAccessibleEverywhere(page);
  await page.getByRole('button', { name: '当作“救助金额”' }).click();
  await page.getByRole('button', { name: '再试算' }).click();
  await page.getByRole('button', { name: '导入 1 行' }).click();
  await page.getByText('入了 1 行。').waitFor();
  await page.getByRole('button', { name: '撤回这一批' }).click();
  await page.getByText('这一批撤回了').waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('what is no table is told before it is sent, or why afterwards; and found again', async () => {
  const page = await office.signedIn('minsheng', kImport);
  const file = join(folder, '通知.docx');
  writeFileSync(file, 'x');
  await page.setInputFiles('input[type=file]', file);
  await page.getByRole('alert').filter({ hasText: '不是表格' }).waitFor();
  assert.ok(!(await page.getByRole('button', { name: '上传并试算' }).isVisible()));

  const fake = join(folder, '假.csv');
  writeFileSync(fake, '%PDF-1.4 no table');
  await page.setInputFiles('input[type=file]', fake);
  await page.getByRole('button', { name: '上传并试算' }).click();
  await page.getByRole('alert').filter({ hasText: 'PDF' }).waitFor();
  await assertAccessible(page);

  await page.goto('/jobs');
  const failed = page.getByRole('listitem').filter({ hasText: '假.csv' });
  await failed.getByText('PDF').waitFor();
  await failed.getByText('改好文件').waitFor();
  await assertAccessibleEverywhere(page);
  await failed.getByRole('link', { name: '改好再导' }).click();
  await page.getByRole('alert').filter({ hasText: 'PDF' }).waitFor();
  await page.goto('/');
  await page.getByText('PDF').first().waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('all of it, or nothing, is decided before anything is written', async () => {
  const client = await office.settle('minsheng');
  const first = await recordsOf(client);
  const page = await office.signedIn('minsheng', kImport);
  const file = join(folder, '半好.csv');
  writeFileSync(file, csv([kHeader, row('22', '样本六', '1.00'), row('23', '样本七', '一百')]));
  await page.setInputFiles('input[type=file]', file);
  await page.getByRole('button', { name: '上传并试算' }).click();
  await page.getByLabel('全部改好再入，现在一行也不写').check();
  assert.ok(!(await page.getByRole('button', { name: /^先入/ }).isVisible()));
  const back = await saved(page, () => page.locator('footer')
    .getByRole('button', { name: '下载带错误原因的原表' }).click());
  assert.equal(linesOf(back).length, 3);
  assert.equal(await recordsOf(client), first);
  await page.getByRole('button', { name: '重新来' }).click();
  await page.getByText('把表格拖到这里').waitFor();
  await page.reload();
  await page.getByText('把表格拖到这里').waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('imports are listed and taken back from there', async () => {
  const page = await office.signedIn('minsheng', kImport);
  const file = join(folder, '批次.csv');
  writeFileSync(file, csv([kHeader, row('24', '样本八', '8.00')]));
  await page.setInputFiles('input[type=file]', file);
  await page.getByRole('button', { name: '上传并试算' }).click();
  await page.getByRole('button', { name: '导入 1 行' }).click();
  await page.getByText('入了 1 行。').waitFor();
  await page.goto('/imports');
  const batch = page.getByRole('row').filter({ hasText: '批次.csv' });
  await batch.getByText('已导入').waitFor();
  await assertAccessibleEverywhere(page);
  await batch.getByRole('button', { name: '撤回' }).click();
  await page.getByRole('dialog').getByText('批次.csv').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: '撤回 1 条' }).click();
  await page.getByText('移出 1 条').waitFor();
  await assertAccessible(page);
  await page.goto('/imports');
  await batch.getByText('已撤回').waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('an import goes by the keyboard alone', async () => {
  const page = await office.signedIn('minsheng', kImport);
  const file = join(folder, '键盘.csv');
  writeFileSync(file, csv([kHeader, row('25', '样本九', '9.00')]));
  // The file dialog is the machine's own; here it is answered by the test.
  page.on('filechooser', (chooser) => { void chooser.setFiles(file); });
  await press(page, '选文件');
  await page.getByText('键盘.csv').first().waitFor();
  await press(page, '上传并试算');
  await page.getByText('没有错的行。').waitFor();
  await press(page, '导入 1 行');
  await page.getByText('入了 1 行。').waitFor();
  await press(page, '撤回这一批');
  await page.getByText('这一批撤回了').waitFor();
  page.watch.assertClean();
  await page.context().close();
});

// Tab until the button has the focus, then Enter.
async function press(page, name) {
  await page.getByRole('button', { name }).waitFor();
  await page.locator('#main').focus();
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    if (text === name) {
      await page.keyboard.press('Enter');
      return;
    }
  }
  assert.fail(`${name} is not reached by Tab`);
}

async function exportFrom(page, how) {
  await page.goto('/ledgers/temporary_relief?period=2020H1');
  await page.getByRole('button', { name: '导出' }).first().click();
  const dialog = page.getByRole('dialog', { name: '导出 · 临时救助' });
  await dialog.waitFor();
  await how(dialog);
  const file = await saved(page, () => dialog.getByRole('button', { name: /导出$/ }).click());
  await dialog.getByText('再下载').waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  return file;
}

test('an export is what the list shows, masked, and unmasked only with a reason', async () => {
  const page = await office.signedIn('lingdao', '/');
  const masked = linesOf(await exportFrom(page, async (dialog) => {
    await dialog.getByText('共 12 列').waitFor();
    await assertAccessible(page);
  }));
  assert.match(masked[0], /^编号,申请日期,办理日期,申请人/);
  assert.ok(masked.length > 100, `${masked.length} lines`);
  assert.ok(masked.slice(1).every((line) => line.includes('*')), 'names are masked');

  const csvFile = await exportFrom(page, async (dialog) => {
    await dialog.getByLabel('csv').check();
    await dialog.getByLabel('不遮盖个人信息').check();
    assert.ok(await dialog.getByRole('button', { name: '不遮盖导出' }).isDisabled());
    await dialog.getByLabel('事由').fill('核对发放名单');
  });
  const shown = readFileSync(csvFile, 'utf8').trim().split(/\r?\n/);
  assert.equal(shown.length, masked.length);
  assert.ok(!shown.slice(1).some((line) => line.includes('*')), 'nothing is masked');
  await page.goto('/jobs');
  await page.getByText(`${masked.length - 1} 条`).first().waitFor();
  page.watch.assertClean();
  await page.context().close();
});

test('who may not import is told the rule', async () => {
  const page = await office.signedIn('lingdao', kImport);
  await page.getByText('这一页要有“导入”的权限').waitFor();
  await page.setViewportSize(sizes.phone);
  await assertAccessible(page);
  page.watch.assertClean();
  await page.context().close();
});

// SPDX-License-Identifier: Apache-2.0
// A leader's ten minutes: board → figure → records → report → docx. What stands on the board is
// what the API says is what the report prints; all of it by keyboard too.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessibleEverywhere, DemoOffice, focused, sizes } from './harness.mjs';

const kPeriod = '2020H1';
const kFigures = 48;
// LibreOffice starts slowly where it has not been before.
const kOfficeMilliseconds = 180_000;

let office;
let client;
before(async () => {
  office = await DemoOffice.start({
    lingdao: 'leader', anquan: 'security_admin', minsheng: 'civil_affairs',
  });
  client = await office.settle('lingdao');
});
after(() => office?.stop());

async function apiFigures() {
  const answer = await client.ask('GET', `/api/v1/figures?period=${kPeriod}`);
  assert.equal(answer.status, 200);
  return new Map(answer.json.figures.map((figure) => [figure.indicator, figure]));
}

/** Tiles as they stand on the board: name of the indicator → number. */
function tiles(page) {
  return page.$$eval('.tile', (all) => Object.fromEntries(all.map((tile) => [
    decodeURIComponent(new URL(tile.querySelector('h3 a').href).pathname.split('/').at(-1)),
    {
      number: tile.querySelector('.big').textContent.trim(),
      exact: tile.querySelector('.big').title,
      text: tile.textContent,
    },
  ])));
}

async function openBoard(options) {
  const page = await office.signedIn('lingdao', `/board?period=${kPeriod}`, options);
  await page.waitForFunction((count) => {
    const links = [...document.querySelectorAll('.tile h3 a')].map((link) => link.href);
    return new Set(links).size === count && !document.querySelector('.tile .waiting');
  }, kFigures);
  return page;
}

const bare = (text) => text.replace(/[,\s]/g, '');
const plain = (value) => value.includes('.') ? value.replace(/\.?0+$/, '') : value;

test('the board shows the figures of the API, rates with both numbers', async () => {
  const page = await openBoard();
  const [shown, figures] = [await tiles(page), await apiFigures()];
  assert.equal(Object.keys(shown).length, kFigures);
  for (const [name, tile] of Object.entries(shown)) {
    const figure = figures.get(name);
    const written = tile.exact === '' ? tile.number : tile.exact.split(' ')[0];
    assert.equal(plain(bare(written)), plain(figure.value), name);
    if (figure.numerator === null) continue;
    const both = `${plain(figure.numerator)}/${plain(figure.denominator)}`;
    assert.ok(bare(tile.text).includes(both), `${name} has ${both}`);
  }
  assert.doesNotMatch(await page.innerText('main'), /[+＋]\d[\d.]*%/, 'no rate is up by +3.1%');
  page.watch.assertClean();
  await page.context().close();
});

test('board → figure → records: the list comes to the figure', async () => {
  const page = await openBoard();
  await page.click('.tile h3 a >> text=临时困难救助金额');
  await page.waitForURL(/\/indicators\/relief\.temporary\.amount/);
  await page.waitForSelector('text=合计与数字相等');
  const total = await page.innerText('[aria-labelledby=trace-title] tfoot td:last-child');
  const figure = (await apiFigures()).get('relief.temporary.amount');
  assert.equal(bare(total), figure.value);
  assert.match(await page.innerText('main'), /救助金额”之和/, 'the definition in one sentence');

  await page.click('text=在台账里打开');
  await page.waitForURL(/\/ledgers\/temporary_relief/);
  const asked = new URL(page.url()).searchParams;
  assert.deepEqual(asked.getAll('filter'), ['status eq paid']);
  assert.equal(asked.get('period'), kPeriod);
  page.watch.assertClean();
  await page.context().close();
});

test('links of all figures list as many records as the figure counts', async () => {
  const all = (await client.ask('GET', '/api/v1/indicators')).json.indicators;
  const figures = await apiFigures();
  const page = await office.signedIn('lingdao', `/indicators?period=${kPeriod}`);
  const counted = all.filter((one) => one.measure !== 'ratio' &&
    !/<=/.test(one.where ?? '')).filter((_, index) => index % 12 === 0);
  for (const indicator of counted) {
    await page.goto(`/indicators/${indicator.name}?period=${kPeriod}`);
    const href = await page.getAttribute('text=在台账里打开', 'href');
    const link = new URL(href, office.address);
    const listed = await records(link);
    assert.equal(listed, figures.get(indicator.name).records, indicator.name);
  }
  await page.context().close();
});

async function records(link) {
  const ledger = link.pathname.split('/').at(-1);
  const query = new URLSearchParams(link.searchParams);
  query.set('limit', '500');
  for (let count = 0; ;) {
    const answer = await client.ask('GET', `/api/v1/ledgers/${ledger}/records?${query}`);
    assert.equal(answer.status, 200, answer.text);
    count += answer.json.records.length;
    if (answer.json.next === null) return count;
    query.set('after', answer.json.next);
  }
}

test('the report prints those figures, each with its proof', async () => {
  const page = await office.signedIn('lingdao', `/reports/half-year?period=${kPeriod}`);
  await page.waitForSelector('.paper .chip');
  const chips = await page.$$eval('.paper .chip', (all) => all.map((one) => one.id));
  assert.equal(new Set(chips).size, kFigures);
  await page.click('text=数字一览');
  const rows = await page.$$eval('tbody tr', (all) => all.map((row) =>
    [...row.children].map((cell) => cell.textContent.trim())));
  const figures = [...(await apiFigures()).values()];
  for (const [, title, printed, exact] of rows) {
    const figure = figures.find((one) => one.title === title);
    assert.equal(plain(bare(exact).replace(/[^\d.].*$/, '')), plain(figure.value), title);
    assert.ok(printed !== '', title);
  }
  await page.click('button:text-is("正文")');
  await page.click('.chip >> text=6.13万元');
  const panel = page.locator('aside');
  const order = ['定义', '时期', '范围', '写法', '比上年同期', '条目', '合计与文中数字相等'];
  const text = await panel.innerText();
  let at = 0;
  for (const word of order) {
    at = text.indexOf(word, at);
    assert.ok(at >= 0, `${word} stands where the design has it: ${text}`);
    at += word.length;
  }
  assert.match(text, /125 条/);
  assert.match(page.url(), /#fig-\d+$/, 'the figure is in the address');
  page.watch.assertClean();
  await page.context().close();
});

test('the report is taken away as docx, which an office program opens', async () => {
  const page = await office.signedIn('lingdao', `/reports/half-year?period=${kPeriod}`);
  await page.waitForSelector('.paper .chip');
  const [file] = await Promise.all([
    page.waitForEvent('download'), page.click('text=下载 docx'),
  ]);
  assert.match(file.suggestedFilename(), /half-year-2020H1\.docx$/);
  const folder = mkdtempSync(join(tmpdir(), 'taizhang-docx-'));
  try {
    const docx = join(folder, 'report.docx');
    await file.saveAs(docx);
    assert.ok(statSync(docx).size > 10_000);
    execFileSync('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless',
      '--convert-to', 'txt:Text (encoded):UTF8', '--outdir', folder, docx],
    { stdio: 'pipe', timeout: kOfficeMilliseconds });
    const text = readFileSync(join(folder, readdirSync(folder).find((one) => one.endsWith('.txt'))),
      'utf8');
    assert.match(text, /临时困难救助125人，发放6\.13万元/);
    assert.match(text, /群众满意率98%/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  page.watch.assertClean();
  await page.context().close();
});

test('by keyboard alone: board, indicator, report, next figure, back', async () => {
  const page = await openBoard();
  for (let tries = 0; tries < 60; tries += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).name === '群众满意率') break;
  }
  assert.equal((await focused(page)).name, '群众满意率');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/indicators\/hotline\.satisfaction_rate/);
  await page.waitForSelector('.trend canvas');
  await page.keyboard.press('t');
  await page.waitForSelector('.trend table');
  assert.match(await page.innerText('.trend table'), /\d+% \(\d+\/\d+\)/);

  await page.goto(`/reports/half-year?period=${kPeriod}`);
  await page.waitForSelector('.paper .chip');
  await page.keyboard.press('n');
  assert.equal((await focused(page)).id, 'fig-1');
  await page.keyboard.press('ArrowRight');
  assert.equal((await focused(page)).id, 'fig-2');
  await page.keyboard.press('p');
  await page.keyboard.press('p');
  assert.equal((await focused(page)).id, `fig-${kFigures}`, 'round the end');
  await page.keyboard.press('Escape');
  await page.waitForSelector('aside', { state: 'detached' });
  await page.context().close();
});

test('the choice of tiles is kept, and the wall turns its pages', async () => {
  const page = await openBoard();
  await page.click('text=选数');
  await page.click('dialog >> text=/全看/');
  await page.click('text=就看这些');
  await page.waitForFunction((least) => document.querySelectorAll('.tile').length > least,
    2 * kFigures);
  await page.reload();
  await page.waitForFunction((least) => document.querySelectorAll('.tile').length > least,
    2 * kFigures);
  await page.goto(`/board/screen?period=${kPeriod}`);
  await page.waitForSelector('.wall-tile');
  const first = await page.innerText('.screen h2');
  await page.keyboard.press('ArrowRight');
  assert.notEqual(await page.innerText('.screen h2'), first);
  await page.keyboard.press('Escape');
  await page.waitForURL(/\/board\?/);
  page.watch.assertClean();
  await page.context().close();
});

test('who may not read figures is told so', async () => {
  const page = await office.signedIn('anquan', '/board');
  await page.waitForSelector('main');
  assert.equal(await page.$('.tile'), null);
  assert.match(await page.innerText('main'), /看数字/);
  await page.context().close();
});

test('a figure that changes after the writing is marked, and the text stays', async () => {
  const page = await office.signedIn('lingdao', `/reports/half-year?period=${kPeriod}`);
  const chip = page.locator('.chip:has-text("125人")');
  await chip.waitFor();
  const clerk = await office.settle('minsheng');
  const added = await clerk.ask('POST', '/api/v1/ledgers/temporary_relief/records', {
    body: {
      fields: {
        applied_on: '2020-06-29', paid_on: '2020-06-30', applicant: '样本人', cause: 'illness',
        amount: '500.00', status: 'paid', area: '5301',
      },
    },
  });
  assert.equal(added.status, 201, added.text);
  // No reload: the change comes by itself.
  await page.waitForSelector('.chip.changed');
  assert.equal(await chip.innerText(), '125人');
  await chip.click();
  assert.match(await page.innerText('aside'), /今天是 126 人/);
  await page.click('text=/重写，换 \\d+ 个数/');
  await page.waitForSelector('.chip:has-text("126人")');
  await page.waitForSelector('.chip.changed', { state: 'detached' });
  page.watch.assertClean();
  await page.context().close();
});

const pages = [
  ['board', `/board?period=${kPeriod}`, '.tile .spark'],
  ['screen', `/board/screen?period=${kPeriod}`, '.wall-tile'],
  ['indicators', `/indicators?period=${kPeriod}`, 'tbody td'],
  ['indicator', `/indicators/hotline.on_time_rate?period=${kPeriod}`,
    '[aria-labelledby=trace-title] tbody td'],
  ['missing indicator', '/indicators/hotline.on_time_rate?period=2015H1', '.trend .empty'],
  ['reports', `/reports?period=${kPeriod}`, 'tbody td'],
  ['report', `/reports/half-year?period=${kPeriod}#fig-44`, '.paper .chip'],
];
for (const [name, path, ready] of pages) {
  test(`axe: ${name}`, async () => {
    const page = await office.signedIn('lingdao', path);
    await page.waitForSelector(ready);
    await assertAccessibleEverywhere(page);
    await page.setViewportSize(sizes.phone);
    const wide = await page.evaluate(() =>
      document.documentElement.scrollWidth > document.documentElement.clientWidth);
    assert.ok(!wide, `${name} does not scroll sideways on a phone`);
    page.watch.assertClean(name);
    await page.context().close();
  });
}

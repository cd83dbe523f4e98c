// SPDX-License-Identifier: Apache-2.0
// node html_click.mjs FILE 'figure text' COUNT
// Clicks the figure in the sentence, then asks: does the panel say COUNT records, are that many
// rows there when all are shown, and did the page ask nobody for anything?
import { withPage } from './browser.mjs';

const [file, text, expected] = process.argv.slice(2);
if (!file || !text || !/^\d+$/.test(expected || '')) {
  console.error("usage: node html_click.mjs FILE 'figure text' COUNT");
  process.exit(2);
}

async function read(page) {
  await page.locator('article a.fg', { hasText: text }).first().click();
  await page.locator('#pv').waitFor({ state: 'visible' });
  const said = await page.locator('#pv-count').innerText();
  const sections = page.locator('#pv .ev');
  const lists = await sections.count();
  const rows = [];
  for (let i = 0; i < lists; ++i) {
    const more = sections.nth(i).locator('.more button');
    while (await more.isVisible()) await more.click();
    rows.push(await sections.nth(i).locator('tbody tr').count());
  }
  return { said: Number(said.replace(/[^\d]/g, '')), rows };
}

const failures = [];
await withPage(file, { viewport: { width: 1440, height: 900 } }, async (page, seen) => {
  const { said, rows } = await read(page);
  const wanted = Number(expected);
  if (said !== wanted) failures.push(`the panel says ${said} records, not ${wanted}`);
  if (rows.length === 1 && rows[0] !== wanted) failures.push(`${rows[0]} rows, not ${wanted}`);
  if (seen.left.length) failures.push('requests left the page: ' + seen.left.join(' '));
  if (seen.complaints.length) failures.push('the page complains: ' + seen.complaints.join(' | '));
  console.log(`${text}: ${said} records, rows ${rows.join(' + ') || 0}`);
});
for (const failure of failures) console.error('FAILED ' + failure);
process.exit(failures.length ? 1 : 0);

// SPDX-License-Identifier: Apache-2.0
// node html_shots.mjs FILE FOLDER ['figure text']: pictures of the page, wide and narrow, light and
// dark, closed and open, for eyes.
import path from 'node:path';
import { withPage } from './browser.mjs';

const [file, folder, text] = process.argv.slice(2);
const sizes = { wide: { width: 1440, height: 900 }, middle: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 } };
for (const [name, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark']) {
    await withPage(file, { viewport, colorScheme }, async (page) => {
      const shot = (state) => page.screenshot({
        path: path.join(folder, `${name}-${colorScheme}-${state}.png`) });
      await shot('closed');
      await page.locator('article a.fg', text ? { hasText: text } : {}).first().click();
      await page.waitForTimeout(200);
      await shot('open');
    });
  }
}

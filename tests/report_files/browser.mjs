// SPDX-License-Identifier: Apache-2.0
// A page of a local file in Debian's Chromium, with every request that would leave it recorded.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

// `use` gets the loaded page and the list of addresses it asked for beside its own.
export async function withPage(file, options, use) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ARGUMENTS });
  try {
    const page = await (await browser.newContext(options)).newPage();
    const address = pathToFileURL(path.resolve(file)).href;
    const left = [];
    const complaints = [];
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== address) left.push(request.url());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(address + (options.hash || ''));
    return await use(page, { left, complaints });
  } finally {
    await browser.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
// The grid beside ag-grid-community on the same rows, in one run of Chromium:
//   npm install --prefix web/bench && node web/bench/grid.mjs [--runs 5] [--json]
// Fails where ours is over its bounds or slower. CHROMIUM names another browser.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import vue from '@vitejs/plugin-vue';

const kFirstRenderMax = 400;
const kFrameMax = 50;
// Below the length of a frame two grids do not differ.
const kFrameSlack = 2;
const kTypes = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

const here = fileURLToPath(new URL('.', import.meta.url));
const web = fileURLToPath(new URL('..', import.meta.url));
const option = (name) => process.argv.indexOf(name);
const runs = option('--runs') < 0 ? 5 : Number(process.argv[option('--runs') + 1]);

async function pages(folder) {
  await build({
    root: here, configFile: false, logLevel: 'error', plugins: [vue()], publicDir: false,
    resolve: { alias: { '@api': join(web, 'api'), '@': join(web, 'src') } },
    define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
    build: {
      target: 'chrome100', outDir: folder, emptyOutDir: true,
      rolldownOptions: { input: join(here, 'grid.html') },
    },
  });
}

async function serve(folder) {
  const server = createServer((request, response) => {
    const file = join(folder, new URL(request.url, 'http://x').pathname);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': kTypes[extname(file)] ?? 'text/plain' });
    return response.end(readFileSync(file));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return server;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function summary(all) {
  const of = (get) => Math.round(median(all.map(get)) * 10) / 10;
  return {
    firstRender: of((one) => one.firstRender),
    steadyP50: of((one) => one.steady.p50),
    steadyP95: of((one) => one.steady.p95),
    jumpsP95: of((one) => one.jumps.p95),
    elements: of((one) => one.elements),
    shown: all.every((one) => one.end === 'shown'),
  };
}

async function measureAll(address) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const found = { ours: [], theirs: [] };
  try {
    // Each measurement in a page of its own, turn about, so that neither comes warm.
    for (let run = 0; run < runs; run += 1) {
      for (const name of run % 2 === 0 ? ['ours', 'theirs'] : ['theirs', 'ours']) {
        const page = await browser.newPage({ viewport: { width: 1440, height: 800 } });
        await page.goto(address);
        found[name].push(await page.evaluate((which) => globalThis.measure(which), name));
        await page.close();
      }
    }
    return { version: browser.version(), ...found };
  } finally {
    await browser.close();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'taizhang-grid-'));
await pages(folder);
const server = await serve(folder);
const measured = await measureAll(`http://127.0.0.1:${server.address().port}/grid.html`)
  .finally(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
const ours = summary(measured.ours);
const theirs = summary(measured.theirs);
const other = JSON.parse(readFileSync(join(here, 'node_modules/ag-grid-community/package.json')));

const mistakes = [
  ours.firstRender > kFirstRenderMax && `first render over ${kFirstRenderMax} ms`,
  Math.max(ours.steadyP95, ours.jumpsP95) > kFrameMax && `frames over ${kFrameMax} ms`,
  !ours.shown && 'the last row is not shown',
  ours.firstRender > theirs.firstRender && 'first render slower',
  ours.steadyP95 > theirs.steadyP95 + kFrameSlack && 'scrolling slower',
  ours.jumpsP95 > theirs.jumpsP95 + kFrameSlack && 'jumping slower',
].filter(Boolean);

const result = {
  chromium: measured.version, rows: 100_000, columns: 15, runs, ours, theirs,
  agGrid: other.version, mistakes,
};
if (option('--json') >= 0) console.log(JSON.stringify(result, null, 2));
else {
  console.log(`100,000 × 15, median of ${runs}, Chromium ${measured.version}`);
  for (const [name, one] of [['ours', ours], [`ag-grid-community ${other.version}`, theirs]]) {
    console.log(`${name.padEnd(28)} first render ${one.firstRender} ms, scroll frame p50 ` +
      `${one.steadyP50} p95 ${one.steadyP95} ms, jumps p95 ${one.jumpsP95} ms, ` +
      `${one.elements} elements, end ${one.shown ? 'shown' : 'missing'}`);
  }
  console.log(mistakes.length === 0 ? 'within bounds, not slower' : mistakes.join('; '));
}
process.exitCode = mistakes.length === 0 ? 0 : 1;

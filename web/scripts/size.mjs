// SPDX-License-Identifier: Apache-2.0
// size.mjs: what a browser must fetch before the first page, and what the map and the charts add to
// it, in gzip bytes of JavaScript, against their budgets. After a build.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

const kilobyte = 1000;
const budgets = [
  { name: 'desk, first load', entry: 'index.html', most: 200 * kilobyte },
  { name: 'phone, first load', entry: 'phone.html', most: 100 * kilobyte },
  { name: 'map, beyond the desk', pages: /pages\/areas\//, most: 130 * kilobyte },
  { name: 'dashboard, beyond the desk', pages: /pages\/dashboard\//, most: 240 * kilobyte },
];

/** A chunk and all that it imports before it runs; with `later`, also what it fetches then. */
function whole(key, seen = new Set(), later = false) {
  if (seen.has(key)) return seen;
  seen.add(key);
  const { imports = [], dynamicImports = [] } = manifest[key] ?? {};
  for (const other of later ? [...imports, ...dynamicImports] : imports) whole(other, seen, later);
  return seen;
}

// A desk's first load is its entry and the first page that it shows: the sign-in or the workbench.
const firstPages = {
  'index.html': [/pages\/identity\/SignIn\.vue$/, /pages\/workbench\/WorkbenchPage\.vue$/],
  'phone.html': [],
};

function bytesOf(keys) {
  const files = new Set([...keys].map((key) => manifest[key].file));
  let bytes = 0;
  for (const file of files) {
    if (!file.endsWith('.js')) continue;
    bytes += gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
  }
  return bytes;
}

function firstLoad(entry) {
  const keys = whole(entry);
  for (const page of firstPages[entry]) {
    for (const key of Object.keys(manifest)) if (page.test(key)) whole(key, keys);
  }
  return keys;
}

/** The heaviest page of those that match: what opening it, and all that it holds, adds. */
function heaviest(pages) {
  const desk = whole('index.html');
  let most = 0;
  for (const key of Object.keys(manifest)) {
    if (!manifest[key].isDynamicEntry || !pages.test(key)) continue;
    // What is there already is not followed: the entry leads to every page.
    const added = whole(key, new Set(desk), true);
    most = Math.max(most, bytesOf([...added].filter((one) => !desk.has(one))));
  }
  return most;
}

let failures = 0;
for (const budget of budgets) {
  const bytes = budget.entry ? bytesOf(firstLoad(budget.entry)) : heaviest(budget.pages);
  const isOver = bytes > budget.most;
  failures += isOver ? 1 : 0;
  const share = `${(bytes / kilobyte).toFixed(1)} of ${budget.most / kilobyte} kB`;
  console.log(`${isOver ? 'OVER ' : 'ok   '}${budget.name}: ${share}`);
}
process.exit(failures > 0 ? 1 : 0);

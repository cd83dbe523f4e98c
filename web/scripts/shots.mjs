// SPDX-License-Identifier: Apache-2.0
// shots.mjs FOLDER [NAME …]: a picture of every page over the demo office, at 1440 and 390 px,
// light and dark, as NAME-1440-light.png. PROGRAM names the program.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DemoOffice, sizes } from '../tests/browser/harness.mjs';

const kRelief = '/ledgers/temporary_relief';
const kPeriod = '?period=2020H1';

// Name of the picture, who looks, and where; a function of the record that is shown.
const kPages = [
  ['sign-in', null, () => '/sign-in'],
  ['workbench', 'minsheng', () => `/${kPeriod}`],
  ['ledgers', 'minsheng', () => `/ledgers${kPeriod}`],
  ['ledger-grid', 'minsheng', () => `${kRelief}${kPeriod}`],
  ['record', 'minsheng', (record) => `${kRelief}/records/${record}${kPeriod}`],
  ['new-record', 'minsheng', () => `${kRelief}/new`],
  ['bulk-edit', 'minsheng', () => `${kRelief}/bulk${kPeriod}`],
  ['import', 'minsheng', () => `${kRelief}/import`],
  ['imports', 'minsheng', () => '/imports'],
  ['jobs', 'minsheng', () => '/jobs'],
  ['search', 'minsheng', () => '/search?q=石桥'],
  ['board', 'lingdao', () => `/board${kPeriod}`],
  ['board-screen', 'lingdao', () => `/board/screen${kPeriod}`],
  ['indicators', 'lingdao', () => `/indicators${kPeriod}`],
  ['indicator', 'lingdao', () => `/indicators/relief.temporary.people${kPeriod}`],
  ['reports', 'lingdao', () => `/reports${kPeriod}`],
  ['report', 'lingdao', () => `/reports/half-year${kPeriod}`],
  ['area-map', 'xitong', () => '/areas'],
  ['designer', 'xitong', () => '/designer/temporary_relief'],
  ['accounts', 'anquan', () => '/administration/accounts'],
  ['audit', 'shenji', () => '/administration/audit'],
  ['account', 'minsheng', () => '/account'],
  ['phone-today', 'wangge', () => '/m/'],
  ['phone-entry', 'wangge', () => '/m/entry'],
  ['phone-outbox', 'wangge', () => '/m/outbox'],
];

const kRoles = {
  minsheng: 'civil_affairs', lingdao: 'leader', xitong: 'system_admin', anquan: 'security_admin',
  shenji: 'auditor', wangge: 'grid_worker@石桥第一网格',
};

// As long as something is being fetched, the picture would be of grey rows.
async function quiet(page) {
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'), null,
    { timeout: 10_000 }).catch(() => undefined);
}

async function shoot(office, folder, [name, who, address], record) {
  for (const [width, size] of [[1440, sizes.desk], [390, sizes.phone]]) {
    for (const scheme of ['light', 'dark']) {
      const page = who === null
        ? await office.page({ size, scheme })
        : await office.signedIn(who, '/account', { size, scheme });
      await page.goto(address(record));
      await quiet(page);
      await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`) });
      for (const found of page.watch.found) console.error(`${name} ${width} ${scheme}: ${found}`);
      await page.context().close();
    }
  }
}

const [folder, ...names] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const office = await DemoOffice.start(kRoles);
try {
  const client = await office.settle('minsheng');
  const answer = await client.ask('GET', '/api/v1/ledgers/temporary_relief/records?limit=1');
  const record = answer.json.records[0].id;
  for (const page of kPages) {
    if (names.length > 0 && !names.includes(page[0])) continue;
    await shoot(office, folder, page, record);
    console.log(page[0]);
  }
} finally {
  await office.stop();
}

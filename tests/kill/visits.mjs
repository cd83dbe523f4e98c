// SPDX-License-Identifier: Apache-2.0
// A small office that keeps one ledger, for servers that are about to suffer.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const kRecords = '/api/v1/ledgers/visit/records';

// `place` is --data DIR or --database URL; its files lie in the folder.
export function makeOffice(program, place, folder) {
  const taizhang = (...words) => execFileSync(program, words, { stdio: 'pipe' });
  const pack = join(folder, 'pack');
  mkdirSync(join(pack, 'ledgers'), { recursive: true });
  writeFileSync(join(pack, 'pack.yaml'), 'pack: visits\ntitle: {zh: 走访, en: Visits}\nversion: 1\n' +
    'chapters:\n  main: {zh: 走访, en: Visits}\n');
  writeFileSync(join(pack, 'ledgers', 'visit.yaml'), `ledger: visit
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 走访, en: Visits}
number: ZF
retention: permanent
fields:
  - {name: visited_on, title: 日期, type: date, role: happened_on}
  - {name: house, title: 户, type: text}
  - {name: hours, title: 时长, type: integer}
  - {name: note, title: 情况, type: long_text}
---
indicator: visit.hours
title: {zh: 走访时长, en: Hours}
of: visit
measure: sum(hours)
unit: 小时
`);
  taizhang('init', ...place, '--name', '云桥街道办事处', '--pack', pack);
  const areas = join(folder, 'areas.csv');
  writeFileSync(areas, '代码,名称,级别,上级代码,生效日期\n1,云桥街道,街道,,2018-01-01\n');
  taizhang('areas', ...place, areas);
}

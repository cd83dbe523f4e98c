// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { PageRoute } from '@/common/page_route';
import type { Permission } from '@/common/session';
import { mayAny, sections } from './navigation';

const page = (path: string, nav: PageRoute['nav']): PageRoute => ({
  path, name: path, title: { zh: path, en: path }, component: () => Promise.reject(new Error(path)),
  ...(nav ? { nav } : {}),
});
const pages = [
  page('/audit', { group: 'system', order: 2, icon: 'clock', permission: 'read_audit' }),
  page('/users', { group: 'system', order: 1, icon: 'users' }),
  page('/ledgers', { group: 'ledgers', order: 9, icon: 'table' }),
  page('/hidden', undefined),
];
const ledgers = ['民生', '党建', '民生'].map((chapter, index) =>
  ({ name: `l${index}`, title: 'x', chapter, records: 1, writable: true }));

it('orders pages in their groups and leaves out what is not allowed', () => {
  const found = sections(pages, ledgers, (permission: Permission) => permission !== 'read_audit');
  expect(found.map((one) => [one.group, one.entries.map((entry) => entry.title)])).toEqual([
    ['ledgers', ['民生', '党建', '/ledgers']], ['system', ['/users']],
  ]);
  expect(found[0]?.entries[2]?.count).toBe(3);
});

it('wants one of several permissions', () => {
  const may = (permission: Permission) => permission === 'verify';
  expect(mayAny(may, undefined)).toBe(true);
  expect(mayAny(may, ['administer', 'verify'])).toBe(true);
  expect(mayAny(may, 'administer')).toBe(false);
});

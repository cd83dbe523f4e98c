// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/administration/accounts',
    name: 'accounts',
    component: () => import('./AccountsPage.vue'),
    title: { zh: '账号与角色', en: 'Accounts and roles' },
    permission: 'manage_accounts',
    nav: { group: 'system', order: 20, icon: 'users' },
    ruled: false,
  },
  {
    path: '/administration/audit',
    name: 'audit',
    component: () => import('./AuditPage.vue'),
    title: { zh: '留痕', en: 'Audit log' },
    permission: 'read_audit',
    nav: { group: 'system', order: 30, icon: 'clock' },
    ruled: false,
  },
  {
    path: '/administration/units',
    name: 'units',
    component: () => import('./UnitsPage.vue'),
    title: { zh: '科室和单位', en: 'Units' },
    permission: 'administer',
    nav: { group: 'system', order: 40, icon: 'home' },
    ruled: false,
  },
  {
    path: '/administration/definitions',
    name: 'definitions',
    component: () => import('./DefinitionsPage.vue'),
    title: { zh: '定义字典', en: 'Definitions' },
    permission: 'define_ledgers',
    nav: { group: 'system', order: 50, icon: 'database' },
    ruled: false,
  },
  {
    path: '/administration/health',
    name: 'health',
    component: () => import('./HealthPage.vue'),
    title: { zh: '运行情况', en: 'Health' },
    permission: 'administer',
    nav: { group: 'system', order: 60, icon: 'chart' },
    ruled: false,
  },
];

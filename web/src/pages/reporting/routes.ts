// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/reports',
    name: 'reports',
    component: () => import('./ReportsPage.vue'),
    title: { zh: '报告', en: 'Reports' },
    permission: 'read_figures',
    nav: { group: 'reporting', order: 30, icon: 'document' },
  },
  {
    path: '/reports/:template',
    name: 'report',
    component: () => import('./ReportPage.vue'),
    title: { zh: '报告', en: 'Report' },
    permission: 'read_records',
  },
];

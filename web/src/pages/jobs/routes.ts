// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/jobs',
    name: 'jobs',
    component: () => import('./JobsPage.vue'),
    title: { zh: '任务', en: 'Jobs' },
    permission: ['import_records', 'export_records', 'read_records'],
    nav: { group: 'top', order: 60, icon: 'refresh' },
    ruled: false,
  },
  {
    path: '/jobs/:job',
    name: 'job',
    component: () => import('./JobPage.vue'),
    title: { zh: '任务', en: 'Job' },
    permission: ['import_records', 'export_records', 'read_records'],
    ruled: false,
  },
];

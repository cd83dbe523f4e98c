// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/ledgers/:ledger/import',
    name: 'import',
    component: () => import('./ImportPage.vue'),
    title: { zh: '导入', en: 'Import' },
    permission: 'import_records',
    ruled: false,
  },
  {
    path: '/imports',
    name: 'imports',
    component: () => import('./BatchesPage.vue'),
    title: { zh: '导入批次', en: 'Imports' },
    permission: 'import_records',
    nav: { group: 'ledgers', order: 92, icon: 'upload' },
    ruled: false,
  },
];

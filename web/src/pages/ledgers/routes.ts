// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/ledgers',
    name: 'ledgers',
    component: () => import('./LedgersPage.vue'),
    title: { zh: '全部台账', en: 'All ledgers' },
    permission: ['read_records', 'read_figures'],
    nav: { group: 'ledgers', order: 90, icon: 'table' },
  },
  {
    path: '/ledgers/:ledger',
    name: 'ledger',
    component: () => import('./LedgerPage.vue'),
    title: { zh: '台账', en: 'Ledger' },
    permission: ['read_records', 'read_figures'],
  },
  {
    path: '/ledgers/:ledger/bulk',
    name: 'bulk-edit',
    component: () => import('@/pages/records/bulk/BulkEditPage.vue'),
    title: { zh: '批量修改', en: 'Bulk edit' },
    permission: 'write_records',
  },
];

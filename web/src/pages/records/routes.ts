// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/ledgers/:ledger/new',
    name: 'new-record',
    component: () => import('./NewRecordPage.vue'),
    title: { zh: '录入', en: 'New record' },
    permission: 'write_records',
    ruled: false,
  },
  {
    path: '/ledgers/:ledger/records/:record',
    name: 'record',
    component: () => import('./RecordPage.vue'),
    title: { zh: '条目', en: 'Record' },
    permission: 'read_records',
    ruled: false,
  },
];

// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/mine',
    name: 'mine',
    component: () => import('./MinePage.vue'),
    title: { zh: '记录', en: 'Records' },
    nav: { group: 'top', order: 20, icon: 'table' },
  },
  {
    path: '/mine/:ledger/:record',
    name: 'mine-record',
    component: () => import('./RecordPage.vue'),
    title: { zh: '条目', en: 'Record' },
  },
];

// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/designer',
    name: 'designer-list',
    component: () => import('./DesignerListPage.vue'),
    title: { zh: '台账设计', en: 'Designer' },
    permission: 'define_ledgers',
    nav: { group: 'system', order: 10, icon: 'pen' },
    ruled: false,
  },
  {
    path: '/designer/:ledger',
    name: 'designer',
    component: () => import('./LedgerDesignPage.vue'),
    title: { zh: '台账设计', en: 'Ledger designer' },
    permission: 'define_ledgers',
    ruled: false,
  },
  {
    path: '/designer/indicators/:indicator',
    name: 'designer-indicator',
    component: () => import('./IndicatorDesignPage.vue'),
    title: { zh: '指标设计', en: 'Indicator designer' },
    permission: 'define_ledgers',
    ruled: false,
  },
];

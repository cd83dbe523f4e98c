// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

const title = { zh: '记一条', en: 'New record' };
const component = () => import('./EntryPage.vue');

export const routes: PageRoute[] = [
  {
    path: '/entry',
    name: 'entry',
    component: () => import('./ChooseLedgerPage.vue'),
    title,
    nav: { group: 'top', order: 30, icon: 'plus' },
  },
  { path: '/entry/new/:ledger', name: 'entry-new', component, title },
  { path: '/entry/item/:id', name: 'entry-item', component, title },
  { path: '/entry/change/:ledger/:record', name: 'entry-change', component, title },
  { path: '/entry/draft/:ledger/:record', name: 'entry-draft', component, title },
];

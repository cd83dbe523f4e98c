// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/outbox',
    name: 'outbox',
    component: () => import('./OutboxPage.vue'),
    title: { zh: '发件箱', en: 'Outbox' },
    nav: { group: 'top', order: 40, icon: 'mail' },
  },
  {
    path: '/outbox/:id/conflict',
    name: 'conflict',
    component: () => import('./ConflictPage.vue'),
    title: { zh: '冲突', en: 'Conflict' },
  },
];

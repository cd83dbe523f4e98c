// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/',
    name: 'workbench',
    component: () => import('./WorkbenchPage.vue'),
    title: { zh: '工作台', en: 'Workbench' },
    nav: { group: 'top', order: 1, icon: 'home' },
  },
];

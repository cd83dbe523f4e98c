// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/board',
    name: 'board',
    component: () => import('./BoardPage.vue'),
    title: { zh: '领导看板', en: 'Board' },
    permission: 'read_figures',
    nav: { group: 'reporting', order: 10, icon: 'chart' },
  },
  {
    path: '/board/screen',
    name: 'board-screen',
    component: () => import('./ScreenPage.vue'),
    title: { zh: '大屏', en: 'Big screen' },
    permission: 'read_figures',
    bare: true,
  },
];

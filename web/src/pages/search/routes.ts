// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [{
  path: '/search',
  name: 'search',
  component: () => import('./SearchPage.vue'),
  title: { zh: '查找', en: 'Search' },
  permission: 'read_records',
  // What is sought may be of any time: the page has its own choice of period and area.
  ruled: false,
}];

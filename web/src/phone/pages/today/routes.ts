// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [{
  path: '/',
  name: 'today',
  component: () => import('./TodayPage.vue'),
  title: { zh: '今天', en: 'Today' },
  nav: { group: 'top', order: 10, icon: 'plan' },
}];

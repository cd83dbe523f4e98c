// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/indicators',
    name: 'indicators',
    component: () => import('./IndicatorsPage.vue'),
    title: { zh: '指标', en: 'Indicators' },
    permission: 'read_figures',
    nav: { group: 'reporting', order: 20, icon: 'filter' },
  },
  {
    path: '/indicators/:indicator',
    name: 'indicator',
    component: () => import('./IndicatorPage.vue'),
    title: { zh: '指标', en: 'Indicator' },
    permission: 'read_figures',
  },
];

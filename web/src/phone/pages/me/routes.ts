// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/me',
    name: 'me',
    component: () => import('./MePage.vue'),
    title: { zh: '我的', en: 'Me' },
    nav: { group: 'top', order: 50, icon: 'person' },
  },
  {
    path: '/me/password',
    name: 'me-password',
    component: () => import('./PasswordPage.vue'),
    title: { zh: '换密码', en: 'Change the password' },
  },
];

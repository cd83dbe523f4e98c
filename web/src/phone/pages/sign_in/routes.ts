// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./SignInPage.vue'),
    title: { zh: '登录', en: 'Sign in' },
    bare: true,
    forStrangers: true,
  },
  {
    path: '/first-password',
    name: 'first-password',
    component: () => import('./FirstPasswordPage.vue'),
    title: { zh: '换密码', en: 'Change the password' },
    bare: true,
  },
];

// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '@/common/page_route';

export const routes: PageRoute[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./SignIn.vue'),
    title: { zh: '登录', en: 'Sign in' },
    bare: true,
    forStrangers: true,
  },
  {
    path: '/first-password',
    name: 'first-password',
    component: () => import('./FirstPassword.vue'),
    title: { zh: '换密码', en: 'Change the password' },
    bare: true,
    ruled: false,
  },
  {
    path: '/account',
    name: 'account',
    component: () => import('./AccountPage.vue'),
    title: { zh: '我的账号', en: 'My account' },
    ruled: false,
  },
];

// SPDX-License-Identifier: Apache-2.0
// How a page makes itself known: web/src/pages/*/routes.ts exports `routes: PageRoute[]`.
import type { Component } from 'vue';
import type { IconName } from './icons';
import type { Words } from './language';
import type { Permission } from './session';

/** Groups of the navigation, in this order. */
export type NavGroup = 'top' | 'casework' | 'ledgers' | 'money' | 'reporting' | 'system';

export interface PageRoute {
  path: string;
  name: string;
  component: () => Promise<{ default: Component }>;
  title: Words;
  /** Shown in the navigation, to who may (permission, or one of several). */
  nav?: { group: NavGroup; order: number; icon: IconName; permission?: Permission | Permission[] };
  /** Who has none of these is told so instead of the page. */
  permission?: Permission | Permission[];
  /** Without the frame: sign-in, the big screen. */
  bare?: boolean;
  /** For who is not signed in. */
  forStrangers?: boolean;
  /** Whether 时期 and 范围 rule the page; where not, their pickers are not shown. */
  ruled?: boolean;
}

declare module 'vue-router' {
  interface RouteMeta {
    page?: PageRoute;
  }
}

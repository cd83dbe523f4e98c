// SPDX-License-Identifier: Apache-2.0
// Addresses of the desk: who may see them, and the period they are of.
import {
  createRouter, createWebHistory, type RouteLocationNormalized, type Router,
} from 'vue-router';
import { say, sayWords } from '@/common/language';
import type { PageRoute } from '@/common/page_route';
import { defaultPeriod, parsePeriod } from '@/common/period';
import { returnPath } from '@/common/return_path';
import type { useSession } from '@/common/session';
import { pages } from './pages';

type Session = ReturnType<typeof useSession>;

export function isRuled(page: PageRoute | undefined): boolean {
  return page !== undefined && page.ruled !== false && !page.forStrangers;
}

async function admit(session: Session, to: RouteLocationNormalized) {
  if (session.person === null) await session.load();
  const page = to.meta.page;
  if (page?.forStrangers) return session.isIn ? returnPath(to.query.to) : true;
  if (session.person === null) return { name: 'sign-in', query: { to: to.fullPath } };
  if (session.mustChangePassword && page?.name !== 'first-password') {
    return { name: 'first-password', query: { to: to.fullPath } };
  }
  return true;
}

// The address says of which period it is, so that it can be sent to a colleague and means the same.
function withRulers(to: RouteLocationNormalized, from: RouteLocationNormalized) {
  if (!isRuled(to.meta.page)) return true;
  const kept = typeof to.query.period === 'string' && parsePeriod(to.query.period);
  const period = kept ? to.query.period : from.query.period ?? defaultPeriod().code;
  const moved = to.path !== from.path;
  const area = to.query.area ?? (moved ? from.query.area : undefined);
  if (period === to.query.period && area === to.query.area) return true;
  return { path: to.path, query: { ...to.query, period, area }, hash: to.hash, replace: true };
}

export function deskRouter(session: Session): Router {
  const router = createRouter({
    history: createWebHistory('/'),
    routes: [
      ...pages.map((page) => ({
        path: page.path, name: page.name, component: page.component, meta: { page }, props: true,
      })),
      { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./Nowhere.vue') },
    ],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });
  router.beforeEach(async (to, from) => {
    const admitted = await admit(session, to);
    return admitted === true ? withRulers(to, from) : admitted;
  });
  router.afterEach((to) => {
    const title = to.meta.page ? sayWords(to.meta.page.title) : say('没有这一页', 'No such page');
    document.title = `${title} · ${say('台账', 'Taizhang')}`;
  });
  return router;
}

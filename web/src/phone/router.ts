// SPDX-License-Identifier: Apache-2.0
// Pages of the phone make themselves known as those of the desk do.
import {
  createRouter, createWebHistory, type RouteLocationNormalized, type Router,
} from 'vue-router';
import { say, sayWords } from '@/common/language';
import type { PageRoute } from '@/common/page_route';
import { returnPath } from '@/common/return_path';
import type { useSession } from '@/common/session';
import type { useWorker } from './worker_store';

type Session = ReturnType<typeof useSession>;
type Worker = ReturnType<typeof useWorker>;

const found = import.meta.glob<{ routes: PageRoute[] }>('./pages/*/routes.ts', { eager: true });

async function recognise(session: Session, worker: Worker): Promise<void> {
  try {
    await worker.finishLeaving();
    const person = await session.load();
    if (person && !person.must_change_password) await worker.openFor(person);
  } catch {
    // Not reached: the page for signing in says so.
  }
}

async function admit(session: Session, worker: Worker, to: RouteLocationNormalized) {
  if (session.person === null) await recognise(session, worker);
  const page = to.meta.page;
  if (page?.forStrangers) return session.isIn ? returnPath(to.query.to) : true;
  if (session.person === null) return { name: 'sign-in', query: { to: to.fullPath } };
  if (session.mustChangePassword && page?.name !== 'first-password') {
    return { name: 'first-password', query: { to: to.fullPath } };
  }
  return true;
}

export function phoneRouter(session: Session, worker: Worker): Router {
  const router = createRouter({
    history: createWebHistory('/m/'),
    routes: [
      ...Object.values(found).flatMap((one) => one.routes).map((page) => ({
        path: page.path, name: page.name, component: page.component, meta: { page }, props: true,
      })),
      { path: '/:rest(.*)*', redirect: '/' },
    ],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });
  router.beforeEach((to) => admit(session, worker, to));
  router.afterEach((to) => {
    const title = to.meta.page ? sayWords(to.meta.page.title) : '';
    document.title = [title, say('台账', 'Taizhang')].filter((part) => part !== '').join(' · ');
  });
  return router;
}

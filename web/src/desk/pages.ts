// SPDX-License-Identifier: Apache-2.0
// All pages of the desk, as they make themselves known.
import type { PageRoute } from '@/common/page_route';

const found = import.meta.glob<{ routes: PageRoute[] }>('../pages/*/routes.ts', { eager: true });

export const pages: readonly PageRoute[] = Object.values(found).flatMap((one) => one.routes);

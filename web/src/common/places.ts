// SPDX-License-Identifier: Apache-2.0
// Addresses by which pages lead to one another. A page is not always there (a role, a build without
// it): hasPlace() says whether a link leads anywhere.
import type { RouteLocationRaw, Router } from 'vue-router';

export const places = {
  workbench: () => '/',
  account: () => '/account',
  search: (q: string) => ({ path: '/search', query: { q } }),
  ledgers: (chapter?: string) => ({ path: '/ledgers', query: chapter ? { chapter } : {} }),
  ledger: (ledger: string) => `/ledgers/${ledger}`,
  newRecord: (ledger: string) => `/ledgers/${ledger}/new`,
  record: (ledger: string, record: string) => `/ledgers/${ledger}/records/${record}`,
  importInto: (ledger: string) => `/ledgers/${ledger}/import`,
  job: (job: string) => `/jobs/${job}`,
  dashboard: () => '/board',
  indicators: () => '/indicators',
  indicator: (indicator: string) => `/indicators/${indicator}`,
  reports: () => '/reports',
} as const;

export function hasPlace(router: Router, place: RouteLocationRaw): boolean {
  const name = router.resolve(place).name;
  return name !== undefined && name !== 'nowhere';
}

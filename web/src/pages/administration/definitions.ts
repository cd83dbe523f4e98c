// SPDX-License-Identifier: Apache-2.0
import type { RouteLocationRaw, Router } from 'vue-router';
import { type GoodOf, read } from '@/common/api';

export type Definition = GoodOf<'get', '/api/v1/definitions'>['definitions'][number];

const kPageDefinitions = 200;

/** Page by page, for a district has more than one page of them. */
export async function readDefinitions(withRetired: boolean) {
  const definitions: Definition[] = [];
  for (let after: string | undefined; ;) {
    const page = await read('/api/v1/definitions', {
      query: {
        limit: kPageDefinitions,
        ...(withRetired ? { retired: 'include' as const } : {}),
        ...(after === undefined ? {} : { after }),
      },
    });
    definitions.push(...page.definitions);
    if (page.next === null) return { version: page.version, definitions };
    after = page.next;
  }
}

export function definitionFits(
  one: Pick<Definition, 'kind' | 'name' | 'title'>, ledgerTitle: string, words: string,
  kind: string,
): boolean {
  if (kind !== '' && one.kind !== kind) return false;
  const text = `${one.title} ${one.name} ${ledgerTitle}`.toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** The designer of what is defined, or of the ledger that an indicator counts; if there is one. */
export function designerPlace(router: Router, one: Definition): RouteLocationRaw | undefined {
  const designer = router.getRoutes().find((route) => route.name === 'designer');
  if (!designer) return undefined;
  const known: Record<string, string | null> = {
    kind: one.kind, name: one.name, ledger: one.kind === 'ledger' ? one.name : one.ledger,
  };
  const params: Record<string, string> = {};
  for (const [, name = '', optional] of designer.path.matchAll(/:(\w+)(?:\([^)]*\))?(\?)?/g)) {
    const value = known[name];
    if (value) params[name] = value;
    else if (!optional) return undefined;
  }
  return { name: 'designer', params };
}

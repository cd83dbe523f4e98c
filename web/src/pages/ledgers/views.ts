// SPDX-License-Identifier: Apache-2.0
// Saved views: one's own and those shared with a role or the whole office.
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed } from 'vue';
import { ask, newKey, read, type Schemas } from '@/common/api';
import { readFilters, written } from './filters';
import type { Asked } from './question';
import { readSort, writtenSort } from './sorts';

export type View = Schemas['View'];
export type ViewRequest = NonNullable<Parameters<typeof body>[0]>;

function body(request: {
  title: string; share: string | null; opens_first: boolean; filters: string[]; sort: string;
  columns: string[]; q: string; bin: boolean; area: string; period: string;
}) {
  return request;
}

/** What a view asks for, in the terms of the page. */
export function askedBy(view: View, whole: boolean): Asked {
  return {
    view: view.id,
    conditions: readFilters(view.filters),
    sorts: readSort(view.sort),
    q: view.q,
    bin: view.bin,
    whole,
  };
}

/** Whether the page now asks for something else than the view. */
export function differs(view: View, asked: Asked, columns: readonly string[]): boolean {
  const same = JSON.stringify([written(asked.conditions), writtenSort(asked.sorts), asked.q,
                               asked.bin]) ===
    JSON.stringify([written(readFilters(view.filters)), view.sort, view.q, view.bin]);
  const sameColumns = view.columns.length === 0 ||
    JSON.stringify(view.columns) === JSON.stringify(columns);
  return !same || !sameColumns;
}

export function contentOf(asked: Asked, columns: readonly string[]) {
  return {
    filters: written(asked.conditions), sort: writtenSort(asked.sorts), columns: [...columns],
    q: asked.q, bin: asked.bin, area: '', period: '',
  };
}

export function useViews(ledger: string, enabled: () => boolean) {
  const client = useQueryClient();
  const key = ['views', ledger];
  const query = useQuery({
    queryKey: key,
    queryFn: () => read('/api/v1/ledgers/{ledger}/views', { path: { ledger } }),
    enabled: computed(enabled),
  });
  const again = () => client.invalidateQueries({ queryKey: key });
  return {
    query,
    views: computed(() => query.data.value?.views ?? []),
    first: computed(() => query.data.value?.first ?? undefined),
    create: async (request: ViewRequest): Promise<View> => {
      const made = await ask('post', '/api/v1/ledgers/{ledger}/views',
        { path: { ledger }, body: body(request), key: newKey() });
      await again();
      return made.data;
    },
    change: async (view: View, request: ViewRequest): Promise<View> => {
      const made = await ask('put', '/api/v1/ledgers/{ledger}/views/{view}', {
        path: { ledger, view: view.id }, body: body(request), seen: `"${view.revision}"`,
      });
      await again();
      return made.data;
    },
    drop: async (view: View): Promise<void> => {
      await ask('delete', '/api/v1/ledgers/{ledger}/views/{view}',
        { path: { ledger, view: view.id }, seen: `"${view.revision}"` });
      await again();
    },
  };
}

// SPDX-License-Identifier: Apache-2.0
// 数据截至: when the oldest of what is on the page was read.
import { type QueryClient, useIsFetching, useQueryClient } from '@tanstack/vue-query';
import { computed, onScopeDispose, ref } from 'vue';

function oldest(queries: QueryClient): number {
  const times = queries.getQueryCache().getAll()
    .filter((query) => query.isActive() && query.state.dataUpdatedAt > 0 &&
      // Definitions and areas are kept long; they are no figures.
      !['areas', 'ledger', 'units'].includes(String(query.queryKey[0])))
    .map((query) => query.state.dataUpdatedAt);
  return times.length === 0 ? 0 : Math.min(...times);
}

export function useDataTime() {
  const queries = useQueryClient();
  const at = ref(oldest(queries));
  onScopeDispose(queries.getQueryCache().subscribe(() => { at.value = oldest(queries); }));
  const fetching = useIsFetching();
  return {
    at: computed(() => at.value === 0 ? undefined : new Date(at.value)),
    isUpdating: computed(() => fetching.value > 0 && at.value > 0),
  };
}

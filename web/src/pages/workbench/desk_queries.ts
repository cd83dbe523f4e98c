// SPDX-License-Identifier: Apache-2.0
// What the workbench reads.
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, onScopeDispose, watch } from 'vue';
import { read } from '@/common/api';
import { kLedgersKey } from '@/common/ledgers';
import { usePeriod } from '@/common/period';
import { useRecentChanges } from '@/common/recent_changes';
import { useScope } from '@/common/scope';
import { isOver } from '@/common/job_words';
import { useSession } from '@/common/session';

export const kDraftsKey = ['drafts'] as const;
export const kJobsKey = ['jobs', 'own'] as const;

const kLookMilliseconds = 2_000;
// An import changes records by the hundred; the figures are read anew once.
const kCalmMilliseconds = 1_500;

export function useDrafts() {
  return useQuery({
    queryKey: kDraftsKey,
    queryFn: async () => (await read('/api/v1/me/drafts')).drafts,
  });
}

/** Looked at often while something is being done, else not by itself. */
export function useJobs() {
  return useQuery({
    queryKey: kJobsKey,
    queryFn: async () => (await read('/api/v1/jobs')).jobs,
    refetchInterval: (query) =>
      query.state.data?.some((job) => !isOver(job)) ? kLookMilliseconds : false,
  });
}

/** Imports that somebody left half done: they go on when the same file is given again. */
export function useBatches() {
  const session = useSession();
  return useQuery({
    queryKey: ['batches', 'workbench'],
    queryFn: async () => (await read('/api/v1/batches')).batches,
    enabled: computed(() => session.may('import_records')),
  });
}

export function useFigures() {
  const session = useSession();
  const { period } = usePeriod();
  const { areaCode: area } = useScope();
  return useQuery({
    queryKey: computed(() => ['figures', 'workbench', period.value.code, area.value ?? '']),
    queryFn: () => read('/api/v1/figures', {
      query: { period: period.value.code, ...(area.value ? { area: area.value } : {}) },
    }),
    enabled: computed(() => session.may('read_figures')),
  });
}

export function useIndicators() {
  const session = useSession();
  return useQuery({
    queryKey: ['indicators', 'workbench'],
    queryFn: async () => (await read('/api/v1/indicators')).indicators,
    staleTime: 10 * 60_000,
    enabled: computed(() => session.may('read_figures')),
  });
}

/** Figures and ledgers are read anew when records change. */
export function useFreshFigures(): void {
  const queries = useQueryClient();
  const recent = useRecentChanges();
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(() => recent.changes, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      void queries.invalidateQueries({ queryKey: ['figures'] });
      void queries.invalidateQueries({ queryKey: kLedgersKey });
    }, kCalmMilliseconds);
  });
  onScopeDispose(() => { clearTimeout(timer); });
}

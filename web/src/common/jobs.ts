// SPDX-License-Identifier: Apache-2.0
// Long work, looked at while it goes.
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { ask, read } from './api';
import { isOver, type Job } from './job_words';

export const kJobsKey = ['jobs'] as const;
export const jobKey = (job: string) => ['job', job] as const;

// A short job is over at the first look; a long one is looked at less often.
const kSoonMilliseconds = 400;
const kLaterMilliseconds = 1_500;
const kSoonLooks = 8;

/** A job that is looked at until it is over; none while the id is empty. */
export function useJob(id: MaybeRefOrGetter<string>) {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: computed(() => jobKey(toValue(id))),
    queryFn: () => read('/api/v1/jobs/{job}', { path: { job: toValue(id) } }),
    enabled: computed(() => toValue(id) !== ''),
    staleTime: 0,
    refetchInterval: (found) => {
      if (found.state.data === undefined || isOver(found.state.data)) return false;
      return found.state.dataUpdateCount < kSoonLooks ? kSoonMilliseconds : kLaterMilliseconds;
    },
  });
  const job = computed<Job | undefined>(() => toValue(id) === '' ? undefined : query.data.value);
  async function cancel(): Promise<void> {
    await cancelJob(toValue(id));
    await queries.invalidateQueries({ queryKey: jobKey(toValue(id)) });
  }
  return { query, job, cancel };
}

/** Whether it was over already makes no difference to who wants it ended. */
export async function cancelJob(job: string): Promise<void> {
  await ask('post', '/api/v1/jobs/{job}/cancel', { path: { job }, body: {} });
}

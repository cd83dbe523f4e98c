// SPDX-License-Identifier: Apache-2.0
// The jobs of one import stand in the address: the trial, the import itself, its undo.
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useJob } from '@/common/jobs';

export type JobName = 'check' | 'job' | 'undo';
const kNames: readonly JobName[] = ['check', 'job', 'undo'];

export function useImportJobs() {
  const route = useRoute();
  const router = useRouter();
  const idOf = (name: JobName): string => {
    const value = route.query[name];
    return typeof value === 'string' && /^\d+$/.test(value) ? value : '';
  };
  const ids = {
    check: computed(() => idOf('check')),
    job: computed(() => idOf('job')),
    undo: computed(() => idOf('undo')),
  };
  /** What is not named here is gone from the address. */
  function show(shown: Partial<Record<JobName, string>>): Promise<unknown> {
    const query = Object.fromEntries(kNames.map((name) => [name, shown[name] || undefined]));
    return router.replace({ query: { ...route.query, ...query }, hash: route.hash });
  }
  return { ids, show, check: useJob(ids.check), job: useJob(ids.job), undo: useJob(ids.undo) };
}

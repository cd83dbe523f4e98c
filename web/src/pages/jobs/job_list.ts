// SPDX-License-Identifier: Apache-2.0
// Own jobs, looked at as long as one is under way; and the files that imports were of.
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed } from 'vue';
import { ask, read } from '@/common/api';
import { isOver, type Job } from '@/common/job_words';
import { cancelJob, kJobsKey } from '@/common/jobs';
import { noteProblem } from '@/common/notices';
import { useSession } from '@/common/session';

const kBusyMilliseconds = 1_000;
const kIdleMilliseconds = 15_000;

export function useJobList() {
  const session = useSession();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: kJobsKey,
    queryFn: async () => (await read('/api/v1/jobs')).jobs,
    staleTime: 0,
    refetchInterval: (found) => (found.state.data ?? []).some((job) => !isOver(job))
      ? kBusyMilliseconds : kIdleMilliseconds,
  });
  const batches = useQuery({
    queryKey: ['batches'],
    queryFn: async () => (await read('/api/v1/batches')).batches,
    enabled: computed(() => session.may('import_records')),
  });
  const files = computed(() =>
    new Map((batches.data.value ?? []).map((batch) => [batch.id, batch.file])));
  async function act(what: Promise<unknown>): Promise<void> {
    await what.catch(noteProblem);
    await queries.invalidateQueries({ queryKey: kJobsKey });
  }
  return {
    query,
    fileOf: (job: Job) => (job.batch === null ? '' : files.value.get(job.batch) ?? ''),
    cancel: (job: Job) => act(cancelJob(job.id)),
    drop: (job: Job) => act(ask('delete', '/api/v1/jobs/{job}', { path: { job: job.id } })),
  };
}

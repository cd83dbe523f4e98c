// SPDX-License-Identifier: Apache-2.0
// One import, from the file to its undo. A reload, or a colleague's call in between, loses nothing.
import { useQueryClient } from '@tanstack/vue-query';
import { computed, ref, watch } from 'vue';
import { ask, asProblem, newKey } from '@/common/api';
import { jobNote } from '@/common/job_words';
import { kJobsKey } from '@/common/jobs';
import { kLedgersKey } from '@/common/ledgers';
import { differ } from './column_match';
import { type Stage, stageOf } from './import_steps';
import { dropFile } from './kept_file';
import { useChosenFile } from './use_chosen_file';
import { useImportJobs } from './use_import_jobs';
import { useSending } from './use_sending';

export function useImport(ledger: string) {
  const queries = useQueryClient();
  const chosen = useChosenFile(ledger);
  const { ids, show, check, job, undo } = useImportJobs();
  const { sending, problem, send: sendFile, stop } = useSending();
  const { file, reading } = chosen;
  /** Columns as they were matched when the file was last looked at. */
  const lookedAs = ref<Record<string, string>>({});

  async function choose(picked: File): Promise<void> {
    problem.value = undefined;
    if (await chosen.choose(picked)) await show({});
  }
  async function forget(): Promise<void> {
    problem.value = undefined;
    await chosen.forget();
    await show({});
  }
  async function send(trial: boolean, whole: boolean): Promise<void> {
    if (!file.value) return;
    await chosen.keep();
    const wanted = { ...reading.value, ledger, file: file.value.name, trial, whole };
    const made = await sendFile(file.value, wanted);
    if (!made) return;
    lookedAs.value = { ...wanted.columns };
    await show(trial ? { check: made.id } : { check: ids.check.value, job: made.id });
    void queries.invalidateQueries({ queryKey: kJobsKey });
  }
  async function takeBack(batch: string): Promise<void> {
    problem.value = undefined;
    try {
      const answer = await ask('post', '/api/v1/batches/{batch}/undo', {
        path: { batch }, body: {}, key: newKey(),
      });
      await show({ check: ids.check.value, job: ids.job.value, undo: answer.data.id });
    } catch (thrown) {
      problem.value = asProblem(thrown);
    }
  }

  void chosen.restore().then((found) => {
    if (found) lookedAs.value = { ...reading.value.columns };
  });
  // What is in need not be kept here; what has mistakes is mended in the table with the reasons.
  watch(job.job, (now) => { if (now?.state === 'done') void dropFile(ledger); });
  watch([() => job.job.value?.state, () => undo.job.value?.state], (states) => {
    if (!states.includes('done')) return;
    void queries.invalidateQueries({ queryKey: kLedgersKey });
    void queries.invalidateQueries({ queryKey: ['batches'] });
  });

  const stage = computed<Stage>(() => stageOf({
    sending: sending.value !== undefined,
    check: check.job.value, hasCheck: ids.check.value !== '',
    job: job.job.value, hasJob: ids.job.value !== '',
  }));
  const fileName = computed(() => file.value?.name ?? jobNote(ids.job.value)?.file ??
    jobNote(ids.check.value)?.file ?? '');
  return {
    ...chosen, check, job, undo, stage, fileName, sending, problem, choose, forget, send, takeBack,
    stopSending: stop,
    isChanged: computed(() => differ(reading.value.columns, lookedAs.value)),
    hasUndo: computed(() => ids.undo.value !== ''),
  };
}

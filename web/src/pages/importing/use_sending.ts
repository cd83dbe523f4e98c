// SPDX-License-Identifier: Apache-2.0
// Sends the file: how far it is, a way to stop, and what went wrong.
import { onBeforeUnmount, ref, shallowRef } from 'vue';
import { asProblem, newKey, upload } from '@/common/api';
import { type Job, noteJob } from '@/common/job_words';
import { importAddress, type Wanted } from './import_request';
import type { ChosenFile } from './use_chosen_file';

export interface Sending {
  trial: boolean;
  sent: number;
  total: number;
}

export function useSending() {
  const sending = ref<Sending>();
  const problem = shallowRef<unknown>();
  let abort: AbortController | undefined;
  // The same sending again, after a cut, is the same import and not a second one.
  let key = { of: '', is: '' };

  /** The job that it became; undefined where it was stopped or failed. */
  async function send(file: ChosenFile, wanted: Wanted): Promise<Job | undefined> {
    const address = importAddress(wanted);
    const of = `${address} ${file.size}`;
    if (key.of !== of) key = { of, is: newKey() };
    const { trial } = wanted;
    const mine = new AbortController();
    abort = mine;
    problem.value = undefined;
    sending.value = { trial, sent: 0, total: file.size };
    try {
      const answer = await upload<Job>({
        address, body: file.blob, key: key.is, signal: mine.signal,
        progress: (sent, total) => { sending.value = { trial, sent, total }; },
      });
      key = { of: '', is: '' };
      noteJob(answer.data.id, { file: file.name, trial });
      return answer.data;
    } catch (thrown) {
      if (!mine.signal.aborted) problem.value = asProblem(thrown);
      return undefined;
    } finally {
      sending.value = undefined;
    }
  }

  const stop = () => { abort?.abort(); };
  onBeforeUnmount(stop);
  return { sending, problem, send, stop };
}

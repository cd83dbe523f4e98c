// SPDX-License-Identifier: Apache-2.0
// The own draft of a record on the server: one for each record, one for a new one of each ledger.
import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import { ApiProblem, ask, read, type Schemas } from '@/common/api';
import { useLeaveGuard } from '@/common/leave_guard';
import type { FormValues } from '@/forms/form_values';
import { DraftKeeper, type DraftStatus } from './draft_keeper';

export type Draft = Schemas['Draft'];
const kDraft = '/api/v1/me/drafts/{ledger}/{record}';

export interface DraftPlace {
  ledger: string;
  /** new: of a record that is yet to be made. */
  record: string;
}

/** undefined where there is none. */
export async function readDraft(place: DraftPlace): Promise<Draft | undefined> {
  const { drafts } = await read('/api/v1/me/drafts');
  const isThere = drafts.some((one) =>
    one.ledger === place.ledger && (one.record ?? 'new') === place.record);
  return isThere ? read(kDraft, { path: { ...place } }) : undefined;
}

export async function dropDraft(place: DraftPlace): Promise<void> {
  try {
    await ask('delete', kDraft, { path: { ...place } });
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem) || thrown.status !== 404) throw thrown;
  }
}

/** `content`: what is to be kept, or undefined where the form is as it was. */
export function useDraft(
  place: () => DraftPlace,
  content: () => { fields: FormValues; revision?: number } | undefined,
) {
  const status = shallowRef<DraftStatus>({ state: 'clean' });
  const savedAt = ref('');
  const hasDraft = ref(false);

  const keeper = new DraftKeeper(async () => {
    const body = content();
    if (body === undefined) {
      // All is as it was: a draft of nothing would only be in the way.
      if (hasDraft.value) await dropDraft(place());
      hasDraft.value = false;
      savedAt.value = '';
      return;
    }
    const answer = await ask('put', kDraft, { path: { ...place() }, body });
    hasDraft.value = true;
    savedAt.value = answer.data.saved_at;
  }, (now) => { status.value = now; });

  function found(draft: Draft | undefined): void {
    hasDraft.value = draft !== undefined;
    savedAt.value = draft?.saved_at ?? '';
  }

  /** The record is stored (the server has dropped the draft), or the draft is thrown away. */
  function forget(): void {
    keeper.forget();
    found(undefined);
  }

  async function discard(): Promise<void> {
    await keeper.stop();
    await dropDraft(place());
    forget();
  }

  const isUnsaved = computed(() => status.value.state !== 'clean');
  useLeaveGuard(isUnsaved, () => keeper.flush());
  const hide = () => {
    if (document.visibilityState === 'hidden') void keeper.flush().catch(() => undefined);
  };
  onMounted(() => { document.addEventListener('visibilitychange', hide); });
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', hide);
    void keeper.stop();
  });

  return { keeper, status, savedAt, hasDraft, isUnsaved, found, forget, discard };
}

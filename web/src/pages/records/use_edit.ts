// SPDX-License-Identifier: Apache-2.0
// Changing a record: what is sent, the draft of it, and what happens where somebody else was
// quicker.
import { computed, ref, type Ref, shallowRef } from 'vue';
import { ApiProblem, ask } from '@/common/api';
import type { Field } from '@/common/ledgers';
import { checkForm } from '@/forms/field_checks';
import { changes, formOf, type FormValues, ofDraft } from '@/forms/form_values';
import {
  type Choices, type Difference, differences, isHarmless, type LedgerRecord, merged, tagOf,
} from './conflict';
import { mistakesOf } from './mistakes';
import { type Draft, useDraft } from './use_draft';

export interface Editing {
  ledger: string;
  fields: readonly Field[];
  /** The version that the form begins with: that of the draft, where there is one. */
  seen: LedgerRecord;
  draft: Draft | undefined;
}

function currentOf(thrown: unknown): LedgerRecord | undefined {
  return thrown instanceof ApiProblem && thrown.isStale
    ? thrown.problem.current as LedgerRecord | undefined : undefined;
}

function useForm(start: Editing) {
  const seen = shallowRef(start.seen);
  const base = computed(() =>
    formOf(start.fields, seen.value.fields, seen.value.masked));
  const values = ref<FormValues>({
    ...base.value, ...(start.draft ? ofDraft(start.fields, start.draft.fields) : {}),
  });
  const mine = computed(() => changes(start.fields, base.value, values.value));
  const isChanged = computed(() => Object.keys(mine.value).length > 0);

  /** Goes on from the version of the other, with what is kept of mine. */
  function rebase(now: LedgerRecord, kept: FormValues): void {
    seen.value = now;
    values.value = { ...base.value, ...kept };
  }
  return { seen, values, mine, isChanged, rebase };
}

/** Sends the changes; where somebody was quicker, what is to be chosen stands in `conflict`. */
function useSending(start: Editing, form: ReturnType<typeof useForm>, reason: Ref<string>) {
  const { seen, mine, rebase } = form;
  const conflict = shallowRef<{ now: LedgerRecord; found: Difference[] }>();

  // A new version that changed nothing of the fields (a file was added) needs no question.
  function meet(now: LedgerRecord): boolean {
    const found = differences(start.fields, seen.value, now, mine.value);
    if (isHarmless(found)) {
      rebase(now, mine.value);
      return true;
    }
    conflict.value = { now, found };
    return false;
  }

  async function send(triesLeft = 2): Promise<LedgerRecord | undefined> {
    const why = reason.value.trim();
    try {
      const answer = await ask('patch', '/api/v1/ledgers/{ledger}/records/{record}', {
        path: { ledger: start.ledger, record: start.seen.id }, seen: tagOf(seen.value),
        body: { fields: mine.value, from_draft: true, ...(why === '' ? {} : { reason: why }) },
      });
      return answer.data;
    } catch (thrown) {
      const now = currentOf(thrown);
      if (!now) throw thrown;
      return meet(now) && triesLeft > 0 ? send(triesLeft - 1) : undefined;
    }
  }
  return { conflict, send };
}

export function useEdit(start: Editing, saved: (record: LedgerRecord) => void) {
  const form = useForm(start);
  const { seen, values, mine, isChanged, rebase } = form;
  const place = { ledger: start.ledger, record: start.seen.id };
  const reason = ref('');
  const { conflict, send } = useSending(start, form, reason);
  const isBusy = ref(false);
  const problem = shallowRef<unknown>();
  const mistakes = ref<Record<string, string>>({});

  const draft = useDraft(() => place, () => isChanged.value
    ? { fields: mine.value, revision: seen.value.revision } : undefined);
  draft.found(start.draft);

  /** Names of fields with mistakes; empty where it is saved, or something is to be chosen. */
  async function save(): Promise<string[]> {
    if (isBusy.value) return [];
    mistakes.value = Object.fromEntries(Object.entries(checkForm(start.fields, values.value))
      .filter(([name]) => name in mine.value));
    if (Object.keys(mistakes.value).length > 0) return Object.keys(mistakes.value);
    isBusy.value = true;
    problem.value = undefined;
    await draft.keeper.stop();
    try {
      const record = await send();
      if (record) {
        draft.forget();
        saved(record);
      }
    } catch (thrown) {
      problem.value = thrown;
      mistakes.value = mistakesOf(thrown, start.fields);
    } finally {
      isBusy.value = false;
      draft.keeper.resume();
    }
    return Object.keys(mistakes.value);
  }

  async function resolve(choices: Choices): Promise<string[]> {
    const met = conflict.value;
    if (!met) return [];
    rebase(met.now, merged(met.found, choices));
    conflict.value = undefined;
    if (isChanged.value) return save();
    await draft.discard();
    saved(met.now);
    return [];
  }

  function touched(field: string): void {
    if (mistakes.value[field]) mistakes.value = { ...mistakes.value, [field]: '' };
    draft.keeper.changed();
  }

  return {
    seen, values, isChanged, reason, isBusy, problem, mistakes, conflict, draft,
    save, resolve, touched,
  };
}

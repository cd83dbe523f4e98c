// SPDX-License-Identifier: Apache-2.0
// Making a record: its draft, its files, and that one press of a button makes one record.
import { computed, ref, shallowRef } from 'vue';
import { ask, newKey } from '@/common/api';
import { keep, kept } from '@/common/keeping';
import { useLeaveGuard } from '@/common/leave_guard';
import type { Field } from '@/common/ledgers';
import { checkForm } from '@/forms/field_checks';
import { type FormValues, given } from '@/forms/form_values';
import type { LedgerRecord } from './conflict';
import { mistakesOf } from './mistakes';
import { type Target, useUploads } from './uploads';
import { type Draft, useDraft } from './use_draft';

const kKeptTypes = ['date', 'area', 'unit', 'choice'];
const kKeepPlace = 'entry.keep';

/** What stays for the next of a row of alike records. */
export function staying(fields: readonly Field[], values: FormValues): FormValues {
  return Object.fromEntries(fields
    .filter((field) => kKeptTypes.includes(field.type) && !field.personal && !field.unique)
    .map((field) => [field.name, values[field.name] ?? null]));
}

/** The same content is sent under the same key, however often; another under another. */
export function keysByContent(): (content: unknown) => string {
  let last = '';
  let key = '';
  return (content) => {
    const text = JSON.stringify(content);
    if (text !== last) key = newKey();
    last = text;
    return key;
  };
}

export interface NewRecord {
  ledger: string;
  fields: readonly Field[];
  start: FormValues;
  draft: Draft | undefined;
  /** What is filled in by itself and is no draft yet. */
  initial: FormValues;
}

// Files are not in the draft: they are with the server once the record is.
function useFiles(target: () => Target) {
  const files = ref<Record<string, File[]>>({});
  const uploads = useUploads(target, () => undefined);
  const hasFiles = computed(() => Object.values(files.value).some((list) => list.length > 0));
  useLeaveGuard(computed(() => hasFiles.value || uploads.isBusy.value));

  async function sendFiles(): Promise<void> {
    const all = Object.entries(files.value);
    files.value = {};
    for (const [field, list] of all) await uploads.add(list, field);
  }
  return { files, uploads, sendFiles };
}

export function useNewRecord(begin: NewRecord) {
  const values = ref<FormValues>({ ...begin.initial, ...begin.start });
  const problem = shallowRef<unknown>();
  const mistakes = ref<Record<string, string>>({});
  const isBusy = ref(false);
  const made = shallowRef<LedgerRecord>();
  const keeps = ref(kept(kKeepPlace) === '1');
  const keyOf = keysByContent();

  const place = { ledger: begin.ledger, record: 'new' };
  const draft = useDraft(() => place, () => {
    const fields = given(begin.fields, values.value);
    return Object.keys(fields).length > 0 ? { fields } : undefined;
  });
  draft.found(begin.draft);
  const { files, uploads, sendFiles } = useFiles(
    () => ({ ledger: begin.ledger, record: made.value?.id ?? '' }));

  function touched(field: string): void {
    if (mistakes.value[field]) mistakes.value = { ...mistakes.value, [field]: '' };
    draft.keeper.changed();
  }

  /** The record; undefined where it was refused (see problem and mistakes). */
  async function save(): Promise<LedgerRecord | undefined> {
    if (isBusy.value) return undefined;
    problem.value = undefined;
    mistakes.value = checkForm(begin.fields, values.value);
    if (Object.keys(mistakes.value).length > 0) return undefined;
    isBusy.value = true;
    await draft.keeper.stop();
    try {
      const body = { fields: given(begin.fields, values.value), from_draft: true };
      const answer = await ask('post', '/api/v1/ledgers/{ledger}/records',
        { path: { ledger: begin.ledger }, body, key: keyOf(body) });
      draft.forget();
      made.value = answer.data;
      await sendFiles();
      return answer.data;
    } catch (thrown) {
      problem.value = thrown;
      mistakes.value = mistakesOf(thrown, begin.fields);
      return undefined;
    } finally {
      isBusy.value = false;
      draft.keeper.resume();
    }
  }

  /** For the next one. */
  function again(): void {
    keep(kKeepPlace, keeps.value ? '1' : null);
    const next = keeps.value ? staying(begin.fields, values.value) : {};
    values.value = { ...begin.initial, ...next };
    mistakes.value = {};
    problem.value = undefined;
  }

  async function clear(): Promise<void> {
    await draft.discard();
    values.value = { ...begin.initial };
    files.value = {};
    mistakes.value = {};
    problem.value = undefined;
  }

  return {
    values, files, problem, mistakes, isBusy, keeps, draft, uploads, touched, save, again, clear,
  };
}

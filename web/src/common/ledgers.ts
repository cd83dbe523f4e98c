// SPDX-License-Identifier: Apache-2.0
// Which ledgers there are and what their fields are, kept while the page is open.
import { useQuery } from '@tanstack/vue-query';
import { computed, type ComputedRef, type MaybeRefOrGetter, toValue } from 'vue';
import { type GoodOf, read, type Schemas } from './api';
import { useSession } from './session';

export type LedgerRow = GoodOf<'get', '/api/v1/ledgers'>['ledgers'][number];
export type Ledger = Schemas['Ledger'];
export type Field = Ledger['fields'][number];

const kFresh = 60_000;
export const kLedgersKey = ['ledgers'] as const;
export const ledgerKey = (name: string) => ['ledger', name] as const;

/** All that the session sees anything of; records is null where it sees totals only. */
export function useLedgers() {
  const session = useSession();
  const query = useQuery({
    queryKey: kLedgersKey,
    queryFn: async () => (await read('/api/v1/ledgers')).ledgers,
    staleTime: kFresh,
    enabled: computed(() => session.isIn &&
      (session.may('read_records') || session.may('read_figures'))),
  });
  const ledgers = computed<readonly LedgerRow[]>(() => query.data.value ?? []);
  return { query, ledgers, titleOf: (name: string) => titleIn(ledgers.value, name) };
}

export function titleIn(ledgers: readonly LedgerRow[], name: string): string {
  return ledgers.find((one) => one.name === name)?.title ?? name;
}

export interface Chapter {
  chapter: string;
  ledgers: LedgerRow[];
}

/** Chapters in the order of the list, with their ledgers. */
export function byChapter(ledgers: readonly LedgerRow[]): Chapter[] {
  const chapters = new Map<string, LedgerRow[]>();
  for (const ledger of ledgers) {
    const found = chapters.get(ledger.chapter) ?? [];
    found.push(ledger);
    chapters.set(ledger.chapter, found);
  }
  return [...chapters].map(([chapter, found]) => ({ chapter, ledgers: found }));
}

/** One ledger with its fields. */
export function useLedger(name: MaybeRefOrGetter<string>) {
  const query = useQuery({
    queryKey: computed(() => ledgerKey(toValue(name))),
    queryFn: () => read('/api/v1/ledgers/{ledger}', { path: { ledger: toValue(name) } }),
    staleTime: kFresh,
    enabled: computed(() => toValue(name) !== ''),
  });
  const ledger: ComputedRef<Ledger | undefined> = computed(() => query.data.value);
  const fields = computed(() => (ledger.value?.fields ?? []).filter((field) => !field.retired));
  return { query, ledger, fields };
}

/** The office's word for a value of a choice. */
export function choiceTitle(field: Field, code: string): string {
  return field.choices.find((choice) => choice.code === code)?.title ?? code;
}

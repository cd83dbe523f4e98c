// SPDX-License-Identifier: Apache-2.0
// Where a form finds areas, units and records to refer to. The desk asks the server, the phone
// what it has with it: each provides its own.
import { inject, type InjectionKey } from 'vue';
import type { Field } from '@/common/ledgers';

export interface Option {
  /** As it is written: #id, or a code of a choice. */
  value: string;
  text: string;
  hint?: string;
  depth?: number;
}

export interface Lookups {
  areas: () => readonly Option[];
  units: () => readonly Option[];
  /** Records of the ledger that a reference points to, found by words; undefined: not here. */
  records?: (field: Field, words: string) => Promise<Option[]>;
  /** What a written reference means, for showing it. */
  recordText?: (field: Field, value: string) => Promise<string>;
}

export const kLookups: InjectionKey<Lookups> = Symbol('lookups');

const kNone: Lookups = { areas: () => [], units: () => [] };

export function useLookups(): Lookups {
  return inject(kLookups, kNone);
}

/** The ledger that a reference points to. The API tells it in words only. */
export function referredLedger(field: Field): string | undefined {
  return field.type === 'reference' ? /^台账 (\w+) /.exec(field.expected)?.[1] : undefined;
}

const kShownMax = 50;

/** Those with the words in their text or at the beginning of their hint (a code). */
export function matching(options: readonly Option[], words: string): Option[] {
  const sought = words.trim().toLowerCase();
  if (sought === '') return options.slice(0, kShownMax);
  return options.filter((one) => one.text.toLowerCase().includes(sought) ||
    (one.hint ?? '').toLowerCase().startsWith(sought)).slice(0, kShownMax);
}

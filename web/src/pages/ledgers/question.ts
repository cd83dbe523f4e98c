// SPDX-License-Identifier: Apache-2.0
// What the list is asked for. It stands in the address, so that it can be sent to a colleague,
// comes back with the browser's own back button, and is what a view is saved from.
import { computed, type ComputedRef } from 'vue';
import { type LocationQuery, useRoute, useRouter } from 'vue-router';
import { usePeriod } from '@/common/period';
import { useScope } from '@/common/scope';
import { type Conditions, readFilters, written } from './filters';
import type { ListQuestion } from './record_ports';
import { readSort, type SortKey, writtenSort } from './sorts';

export interface Asked {
  view: string | undefined;
  conditions: Conditions;
  sorts: readonly SortKey[];
  q: string;
  bin: boolean;
  /** Of all times, not only of the period above. */
  whole: boolean;
}

function one(value: LocationQuery[string] | undefined): string {
  const found = Array.isArray(value) ? value[0] : value;
  return found ?? '';
}

function all(value: LocationQuery[string] | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
}

export function readAsked(query: LocationQuery): Asked {
  return {
    view: one(query.view) || undefined,
    conditions: readFilters(all(query.filter)),
    sorts: readSort(one(query.sort)),
    q: one(query.q),
    bin: one(query.bin) === 'only',
    whole: one(query.whole) === '1',
  };
}

/** For the address; what is not asked for is not in it. */
export function askedQuery(asked: Asked): Record<string, string | string[] | undefined> {
  const filters = written(asked.conditions);
  return {
    view: asked.view,
    filter: filters.length > 0 ? filters : undefined,
    sort: writtenSort(asked.sorts) || undefined,
    q: asked.q || undefined,
    bin: asked.bin ? 'only' : undefined,
    whole: asked.whole ? '1' : undefined,
  };
}

export interface AskedOf {
  asked: ComputedRef<Asked>;
  question: ComputedRef<ListQuestion>;
  ask: (change: Partial<Asked>) => void;
}

export function useAsked(): AskedOf {
  const route = useRoute();
  const router = useRouter();
  const { period } = usePeriod();
  const { areaCode: area } = useScope();
  const asked = computed(() => readAsked(route.query));
  const question = computed<ListQuestion>(() => ({
    filters: written(asked.value.conditions),
    q: asked.value.q,
    sort: writtenSort(asked.value.sorts),
    period: asked.value.whole ? undefined : period.value.code,
    area: area.value,
    bin: asked.value.bin,
  }));
  const ask = (change: Partial<Asked>) => {
    const next = askedQuery({ ...asked.value, ...change });
    void router.replace({ query: { ...route.query, ...next }, hash: route.hash });
  };
  return { asked, question, ask };
}

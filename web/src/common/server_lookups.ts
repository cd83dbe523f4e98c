// SPDX-License-Identifier: Apache-2.0
// What forms of the desk look up, asked of the server.
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, provide } from 'vue';
import { kLookups, type Lookups, type Option, referredLedger } from '@/forms/lookups';
import { read } from './api';
import { type Area, type AreaTree, useAreas } from './areas';
import { today } from './dates';
import { useSession } from './session';

const kRecordsMax = 20;

/** In the order of the tree, each within what it belongs to. */
export function areaOptions(tree: AreaTree, isWithin: (area: string) => boolean): Option[] {
  const options: Option[] = [];
  const add = (area: Area, depth: number): void => {
    const mine = isWithin(area.id);
    if (mine) options.push({ value: `#${area.id}`, text: area.name, hint: area.code, depth });
    for (const child of tree.children(area.id)) add(child, mine ? depth + 1 : depth);
  };
  for (const root of tree.roots) add(root, 0);
  return options;
}

export function useUnits() {
  const session = useSession();
  return useQuery({
    queryKey: ['units', 'now'],
    queryFn: async () =>
      (await read('/api/v1/units', { query: { day: today() } })).units,
    staleTime: 10 * 60_000,
    enabled: computed(() => session.isIn),
  });
}

/** Provides lookups to the forms below. */
export function provideServerLookups(): Lookups {
  const session = useSession();
  const queries = useQueryClient();
  const { tree } = useAreas();
  const units = useUnits();
  const areas = computed(() => areaOptions(tree.value, (area) =>
    session.may('write_records', (held) => tree.value.contains(held, area))));
  const unitOptions = computed(() => (units.data.value ?? []).map((unit): Option =>
    ({ value: `#${unit.id}`, text: unit.name, hint: unit.code })));

  async function record(ledger: string, id: string) {
    return queries.fetchQuery({
      queryKey: ['referred', ledger, id],
      queryFn: () => read('/api/v1/ledgers/{ledger}/records/{record}',
        { path: { ledger, record: id } }),
      staleTime: 60_000,
    });
  }
  async function definition(name: string) {
    return queries.fetchQuery({
      queryKey: ['ledger', name],
      queryFn: () => read('/api/v1/ledgers/{ledger}', { path: { ledger: name } }),
      staleTime: 60_000,
    });
  }

  const lookups: Lookups = {
    areas: () => areas.value,
    units: () => unitOptions.value,
    async records(field, words) {
      const name = referredLedger(field);
      if (name === undefined) return [];
      const [ledger, page] = await Promise.all([definition(name),
        read('/api/v1/ledgers/{ledger}/records', {
          path: { ledger: name },
          query: { limit: kRecordsMax, ...(words.trim() === '' ? {} : { q: words.trim() }) },
        })]);
      const named = ledger.fields.find((one) =>
        ['text', 'address', 'person'].includes(one.type) && one.required && !one.retired);
      return page.records.map((one): Option => {
        const title = named ? one.fields[named.name] : undefined;
        return {
          value: `#${one.id}`,
          text: typeof title === 'string' && title !== '' ? title : one.number,
          hint: one.number,
        };
      });
    },
    async recordText(field, value) {
      const name = referredLedger(field);
      if (name === undefined || !/^#\d+$/.test(value)) return '';
      return (await record(name, value.slice(1))).number;
    },
  };
  provide(kLookups, lookups);
  return lookups;
}

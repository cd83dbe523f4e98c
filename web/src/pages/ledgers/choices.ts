// SPDX-License-Identifier: Apache-2.0
// What can be chosen for a field: in a cell, and in the condition of a column.
import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { type Area, type AreaTree, useAreas } from '@/common/areas';
import { type GoodOf, read } from '@/common/api';
import type { Field } from '@/common/ledgers';
import type { PickChoice, Picker } from '@/grid/picking';
import type { FilterChoice } from './FilterPanel.vue';

type Unit = GoodOf<'get', '/api/v1/units'>['units'][number];

async function readUnits(): Promise<Unit[]> {
  const units: Unit[] = [];
  for (let after: string | undefined; ;) {
    const page = await read('/api/v1/units', { query: after ? { after } : {} });
    units.push(...page.units);
    if (page.next === null) return units.filter((unit) => unit.closed_on === null);
    after = page.next;
  }
}

function below(tree: AreaTree, area: Area): Area[] {
  return tree.children(area.id).flatMap((child) => [child, ...below(tree, child)]);
}

/** In the order of the tree. */
export function areasInOrder(tree: AreaTree): Area[] {
  return tree.roots.flatMap((root) => [root, ...below(tree, root)]);
}

export function useChoices(fields: () => readonly Field[]) {
  const { tree } = useAreas();
  const hasUnits = computed(() => fields().some((field) => field.type === 'unit'));
  const unitsRead = useQuery({
    queryKey: ['units'], queryFn: readUnits, staleTime: 10 * 60_000, enabled: hasUnits,
  });
  const areas = computed(() => areasInOrder(tree.value));
  const units = computed(() => unitsRead.data.value ?? []);

  function places(field: Field): PickChoice[] {
    return field.type === 'unit'
      ? units.value.map((unit) => ({ text: unit.name, hint: unit.code, words: [unit.code] }))
      : areas.value.map((area) => ({ text: area.name, hint: area.code, words: [area.code] }));
  }

  function picker(field: Field | undefined): Picker | undefined {
    switch (field?.type) {
      case 'choice':
      case 'multi_choice': return {
        kind: 'list', many: field.type === 'multi_choice',
        choices: field.choices.map((one) => ({ text: one.title, words: [one.code] })),
      };
      case 'boolean': return {
        kind: 'list', many: false,
        choices: [{ text: '是', words: ['yes', '1'] }, { text: '否', words: ['no', '0'] }],
      };
      case 'area':
      case 'unit': return { kind: 'list', many: false, choices: places(field) };
      case 'date': return { kind: 'day' };
      default: return undefined;
    }
  }

  function filterChoices(field: Field | undefined): FilterChoice[] {
    if (!field) return [];
    if (field.type === 'area') {
      return areas.value.map((area) => ({
        value: area.code, title: area.name, depth: area.level - 1,
        also: below(tree.value, area).map((one) => one.code),
      }));
    }
    if (field.type === 'unit') {
      return units.value.map((unit) => ({ value: unit.code, title: unit.name }));
    }
    return field.choices.map((choice) => ({ value: choice.code, title: choice.title }));
  }

  const names = computed(() => new Map([...areas.value, ...units.value]
    .map((one) => [one.code, one.name])));
  return { picker, filterChoices, nameOf: (code: string) => names.value.get(code) ?? code };
}

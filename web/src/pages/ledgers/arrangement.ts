// SPDX-License-Identifier: Apache-2.0
// The columns as they stand now: from the view, as they were left in this browser, and as they are
// moved, hidden and made wider since.
import { computed, type ComputedRef, shallowRef, watch } from 'vue';
import { keep, kept } from '@/common/keeping';
import type { Field } from '@/common/ledgers';
import {
  type Arrangement, arranged, frozenTo, hidden, moved, readKeeping, resized, unhidden, written,
} from '@/grid/column_model';
import type { GridColumn } from '@/grid/types';
import { columnOf, kNumberKey, numberColumn } from './ledger_columns';
import type { View } from './views';

const kFrozenFirst = 2;

export function useArrangement(
  ledger: string, fields: ComputedRef<readonly Field[]>, view: ComputedRef<View | undefined>,
) {
  const all = computed<GridColumn[]>(() => [numberColumn(), ...fields.value.map(columnOf)]);
  const keys = computed(() => all.value.map((column) => column.key));
  const place = computed(() => `columns.${ledger}.${view.value?.id ?? 'all'}`);
  const now = shallowRef<Arrangement>({ shown: [], widths: {}, frozen: kFrozenFirst });

  function read(): void {
    const keeping = readKeeping(kept(place.value), kFrozenFirst);
    const order = view.value?.columns ?? [];
    const wanted = order.length > 0 ? order : view.value ? [] : keeping.shown;
    now.value = {
      shown: arranged(keys.value, wanted, [kNumberKey]),
      widths: keeping.widths,
      frozen: keeping.frozen,
    };
  }
  watch([place, keys, () => view.value?.revision], read, { immediate: true });

  function set(next: Arrangement): void {
    now.value = next;
    // What a view shows is the view's; of a list without one this browser remembers it.
    keep(place.value, written(next, view.value === undefined));
  }

  const columns = computed<GridColumn[]>(() => now.value.shown
    .map((key) => all.value.find((column) => column.key === key))
    .filter((column) => column !== undefined)
    .map((column) => ({ ...column, width: now.value.widths[column.key] ?? column.width })));

  const widthOf = (key: string) => columns.value.find((one) => one.key === key)?.width ?? 0;
  const placeOf = (key: string) => now.value.shown.indexOf(key);

  return {
    all, columns,
    frozen: computed(() => now.value.frozen),
    shown: computed(() => now.value.shown),
    /** For a view: what every record has is not in it. */
    fieldsShown: computed(() => now.value.shown.filter((key) => key !== kNumberKey)),
    placeOf,
    resize: (key: string, width: number) => { set(resized(now.value, key, width)); },
    wider: (key: string, by: number) => { set(resized(now.value, key, widthOf(key) + by)); },
    move: (key: string, to: number) => { set(moved(now.value, key, to)); },
    hide: (key: string) => { set(hidden(now.value, key)); },
    toggle: (key: string) => {
      set(now.value.shown.includes(key) ? hidden(now.value, key)
        : unhidden(now.value, key, keys.value));
    },
    freeze: (count: number) => { set(frozenTo(now.value, count)); },
    reset: () => {
      keep(place.value, null);
      read();
    },
  };
}

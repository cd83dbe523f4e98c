// SPDX-License-Identifier: Apache-2.0
// The same figures of the areas one level down, side by side, and what lies in none of them.
import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import type { Area, AreaTree } from '@/common/areas';
import type { Period } from '@/common/period';
import { decimalText, minus, parseDecimal, sum } from '@/pages/indicators/decimal';
import { type Figure, type Indicator, readFigures } from '@/pages/indicators/figures';

export interface AreaFigures {
  area: Area;
  figures: ReadonlyMap<string, Figure>;
}

// A level of an office has some ten areas; more would be more requests than a page may make.
const kAreasMax = 40;
const kFresh = 15_000;

/** Of a chosen area its parts; of all within reach the tops, or the parts of the only one. */
export function areasBeside(
  tree: AreaTree, tops: readonly Area[], area: string | undefined,
): readonly Area[] {
  const chosen = area ?? (tops.length === 1 ? tops[0]?.id : undefined);
  return (chosen === undefined ? tops : tree.children(chosen)).slice(0, kAreasMax);
}

/**
 * What is recorded in the whole itself and in none of its parts; null where that is nothing or not
 * known. Rates and counts of different ones do not add up.
 */
export function restOf(
  indicator: Indicator, whole: string | null | undefined, parts: readonly (string | null)[],
): string | null {
  const isAdditive = indicator.measure === 'count' || indicator.measure === 'sum';
  const total = whole === null || whole === undefined ? undefined : parseDecimal(whole);
  if (!isAdditive || !total) return null;
  const rest = minus(total, sum(parts.filter((value) => value !== null)));
  return rest.units > 0n ? decimalText(rest) : null;
}

/** The length of a bar, of the longest or of a hundred; zero is at its foot. */
export function share(value: string | null, largest: number): number {
  if (value === null || largest <= 0) return 0;
  return Math.max(0, Math.min(1, Number(value) / largest));
}

export function useAreaFigures(asked: MaybeRefOrGetter<{
  areas: readonly Area[];
  period: Period;
  names: readonly string[];
}>) {
  return useQuery({
    queryKey: computed(() => {
      const { areas, period, names } = toValue(asked);
      const codes = areas.map((one) => one.code).join(' ');
      return ['figures', 'beside', period.code, names.join(' '), codes];
    }),
    queryFn: async (): Promise<AreaFigures[]> => {
      const { areas, period, names } = toValue(asked);
      return Promise.all(areas.map(async (area) => {
        const figures = await readFigures({ period, area: area.code, indicators: names });
        return { area, figures: new Map(figures.map((figure) => [figure.indicator, figure])) };
      }));
    },
    staleTime: kFresh,
    placeholderData: keepPreviousData,
    enabled: computed(() => toValue(asked).areas.length > 0 && toValue(asked).names.length > 0),
  });
}

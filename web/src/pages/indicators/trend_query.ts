// SPDX-License-Identifier: Apache-2.0
// Reads what a trend is drawn from: each step of the period, and the same of the year before.
import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { useAreas } from '@/common/areas';
import type { Period } from '@/common/period';
import { type Figure, readFigures } from './figures';
import { type Step, type StepFigure, steps, trendPoints, yearBefore } from './trend';

interface TrendAsked {
  indicator: string | undefined;
  period: Period;
  area: string | undefined;
  step: Step;
}

const kFresh = 15_000;

async function readTrend({ indicator = '', period, area, step }: TrendAsked) {
  const periods = steps(period, step);
  const one = async (of: Period): Promise<StepFigure | undefined> =>
    (await readFigures({ period: of, area, indicators: [indicator] }))[0];
  const [now, before] = await Promise.all([
    Promise.all(periods.map(one)), Promise.all(periods.map((of) => one(yearBefore(of)))),
  ]);
  return trendPoints(periods, now, before);
}

export function useTrend(asked: MaybeRefOrGetter<TrendAsked>) {
  const { isLoading } = useAreas();
  return useQuery({
    queryKey: computed(() => {
      const { indicator, period, area, step } = toValue(asked);
      return ['figures', 'trend', indicator ?? '', period.code, area ?? '', step];
    }),
    queryFn: () => readTrend(toValue(asked)),
    staleTime: kFresh,
    placeholderData: keepPreviousData,
    enabled: computed(() => toValue(asked).indicator !== undefined && !isLoading.value),
  });
}

/** The small lines of many tiles: by indicator, one value for each month. */
export function useSparks(
  asked: MaybeRefOrGetter<{ period: Period; area: string | undefined; names: readonly string[] }>,
) {
  const { isLoading } = useAreas();
  return useQuery({
    queryKey: computed(() => {
      const { period, area, names } = toValue(asked);
      return ['figures', 'sparks', period.code, area ?? '', names.join(' ')];
    }),
    queryFn: async () => {
      const { period, area, names } = toValue(asked);
      const found = new Map<string, (number | null)[]>(names.map((name) => [name, []]));
      const all = await Promise.all(steps(period, 'month').map((of) =>
        readFigures({ period: of, area, indicators: names })));
      for (const month of all) {
        const values = new Map(month.map((figure: Figure) => [figure.indicator, figure.value]));
        for (const [name, line] of found) {
          const value = values.get(name) ?? null;
          line.push(value === null ? null : Number(value));
        }
      }
      return found;
    },
    staleTime: kFresh,
    placeholderData: keepPreviousData,
    enabled: computed(() => toValue(asked).names.length > 0 && !isLoading.value),
  });
}

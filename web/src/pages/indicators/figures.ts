// SPDX-License-Identifier: Apache-2.0
// Figures of a period and what they count, as pages read them.
import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, type ComputedRef, type MaybeRefOrGetter, toValue } from 'vue';
import { type GoodOf, read, type Schemas } from '@/common/api';
import { type AreaTree, useAreas } from '@/common/areas';
import { type LedgerRow, useLedgers } from '@/common/ledgers';
import type { Period } from '@/common/period';
import { useSession } from '@/common/session';
import { chapters, type IndicatorChapter } from './chapters';

export type Figure = Schemas['Figure'];
export type Indicator = Schemas['Indicator'];
export type Trace = GoodOf<'get', '/api/v1/figures/{indicator}/trace'>;

const kDefinitionsFresh = 10 * 60_000;
const kFiguresFresh = 15_000;

/** The API knows areas by code; the address of a page has the id. */
export function areaParameter(tree: AreaTree, area: string | undefined): string | undefined {
  return area === undefined ? undefined : tree.get(area)?.code ?? area;
}

export interface Asked {
  period: Period;
  /** A code, as areaParameter gives it. */
  area: string | undefined;
  /** None: all. */
  indicators?: readonly string[];
}

export async function readFigures(asked: Asked): Promise<Figure[]> {
  const answer = await read('/api/v1/figures', {
    query: {
      period: asked.period.code,
      ...(asked.area === undefined ? {} : { area: asked.area }),
      ...(asked.indicators === undefined ? {} : { indicator: [...asked.indicators] }),
    },
  });
  return answer.figures;
}

export function figuresKey(asked: Asked): readonly unknown[] {
  return ['figures', asked.period.code, asked.area ?? '', asked.indicators?.join(' ') ?? ''];
}

/** Figures by name of the indicator; those seen before stay until the new ones are there. */
export function useFigures(
  asked: MaybeRefOrGetter<Asked>, enabled: MaybeRefOrGetter<boolean> = true,
) {
  const session = useSession();
  const { isLoading: isTreeLoading } = useAreas();
  const query = useQuery({
    queryKey: computed(() => figuresKey(toValue(asked))),
    queryFn: () => readFigures(toValue(asked)),
    staleTime: kFiguresFresh,
    placeholderData: keepPreviousData,
    enabled: computed(() => session.may('read_figures') && !isTreeLoading.value &&
      toValue(enabled)),
  });
  const figures: ComputedRef<ReadonlyMap<string, Figure>> = computed(() =>
    new Map((query.data.value ?? []).map((figure) => [figure.indicator, figure])));
  return { query, figures };
}

async function readIndicators(): Promise<Indicator[]> {
  const found: Indicator[] = [];
  for (let after: string | undefined; ;) {
    const page = await read('/api/v1/indicators', { query: after === undefined ? {} : { after } });
    found.push(...page.indicators);
    if (page.next === null) return found;
    after = page.next;
  }
}

/** All indicators within reach, in the pack's order, and their chapters. */
export function useIndicators() {
  const session = useSession();
  const { ledgers } = useLedgers();
  const query = useQuery({
    queryKey: ['indicators', 'all'],
    queryFn: readIndicators,
    staleTime: kDefinitionsFresh,
    enabled: computed(() => session.may('read_figures')),
  });
  const indicators = computed<readonly Indicator[]>(() => query.data.value ?? []);
  const byName: ComputedRef<ReadonlyMap<string, Indicator>> = computed(() =>
    new Map(indicators.value.map((indicator) => [indicator.name, indicator])));
  const inChapters = computed<IndicatorChapter[]>(() =>
    chapters(indicators.value, ledgers.value as readonly LedgerRow[]));
  return { query, indicators, byName, inChapters };
}

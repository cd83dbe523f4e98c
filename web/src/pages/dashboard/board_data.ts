// SPDX-License-Identifier: Apache-2.0
// All that the board and the big screen read, kept fresh by what changes and by the minute.
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, onScopeDispose, ref, watch } from 'vue';
import { read } from '@/common/api';
import { useAreas } from '@/common/areas';
import { useChanges } from '@/common/changes';
import { neighbour, usePeriod } from '@/common/period';
import { useScope } from '@/common/scope';
import { useSession } from '@/common/session';
import { areaParameter, useFigures, useIndicators } from '@/pages/indicators/figures';
import { yearBefore } from '@/pages/indicators/trend';
import { useSparks } from '@/pages/indicators/trend_query';
import { indicatorsOf } from '@/pages/reporting/report_document';
import { readReport } from '@/pages/reporting/report_jobs';
import {
  type Choice, choiceOf, firstTiles, keepChoice, keepReportFigures, keptReportFigures,
  shownChapters, toggled,
} from './tiles';

const kMinute = 60_000;
// Many rows of an import come as many changes; one reading after them is enough.
const kSettleMilliseconds = 2_000;

/** Which indicators the report has. The API tells it in the report itself, so one is written. */
function useReportFigures() {
  const session = useSession();
  const { period } = usePeriod();
  const query = useQuery({
    queryKey: ['report-figures'],
    queryFn: async () => {
      const template = (await read('/api/v1/reports')).reports[0]?.name;
      if (template === undefined) return null;
      const known = keptReportFigures(template);
      if (known) return known;
      const asked = { template, period: period.value.code, area: undefined };
      const found = indicatorsOf(await readReport(asked));
      keepReportFigures(template, found);
      return found;
    },
    staleTime: Infinity,
    // Who may not write the report sees all figures within reach.
    retry: false,
    enabled: computed(() => session.may('read_records')),
  });
  return { ofReport: computed(() => query.data.value ?? null), query };
}

/** Reads figures anew after changes and by the minute; what was read stays meanwhile. */
export function useFreshFigures(): void {
  const queries = useQueryClient();
  const renew = () => { void queries.invalidateQueries({ queryKey: ['figures'] }); };
  let settling: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    settling ??= setTimeout(() => {
      settling = undefined;
      renew();
    }, kSettleMilliseconds);
  };
  useChanges({ changed: soon, reset: soon });
  const minute = setInterval(renew, kMinute);
  onScopeDispose(() => {
    clearTimeout(settling);
    clearInterval(minute);
  });
}

export function useBoard() {
  const session = useSession();
  const person = computed(() => session.person?.name ?? '');
  const { period } = usePeriod();
  const { area, tops, name: areaName } = useScope();
  const { tree } = useAreas();
  const code = computed(() => areaParameter(tree.value, area.value));
  const { query: definitions, indicators, byName, inChapters } = useIndicators();
  const { ofReport, query: reportQuery } = useReportFigures();

  const choice = ref<Choice>({ shown: null, first: null });
  watch(person, (name) => { choice.value = choiceOf(name); }, { immediate: true });
  const chapters = computed(() => shownChapters(inChapters.value, choice.value, ofReport.value));
  const first = computed(() => firstTiles(chapters.value, choice.value));
  const shown = computed(() => chapters.value.flatMap((one) => one.indicators)
    .map((one) => one.name));

  // Until it is known which ones the report has, nothing is read twice.
  const isReady = computed(() => !reportQuery.isLoading.value);
  const now = useFigures(() => ({ period: period.value, area: code.value }), isReady);
  const before = useFigures(() => ({ period: neighbour(period.value, -1), area: code.value }),
    isReady);
  const year = useFigures(() => ({ period: yearBefore(period.value), area: code.value }), isReady);
  const sparks = useSparks(() => ({
    period: period.value, area: code.value, names: isReady.value ? shown.value : [],
  }));

  const take = (chosen: Choice) => {
    choice.value = chosen;
    keepChoice(person.value, chosen);
  };
  return {
    period, area, areaName, code, tops, tree, definitions, indicators, byName, inChapters,
    ofReport, chapters, first, shown, isReady, now, before, year, sparks,
    choose: (names: string[] | null) => { take({ shown: names, first: choice.value.first }); },
    toggleFirst: (name: string) => {
      const list = first.value.map((one) => one.name);
      take({ ...choice.value, first: toggled(list, name) });
    },
    isUpdating: computed(() => now.query.isFetching.value && now.query.data.value !== undefined),
    readAt: computed(() => now.query.dataUpdatedAt.value),
    error: computed(() => definitions.error.value ?? now.query.error.value),
    retry: () => {
      void definitions.refetch();
      void now.query.refetch();
    },
  };
}

export type Board = ReturnType<typeof useBoard>;

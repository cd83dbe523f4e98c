// SPDX-License-Identifier: Apache-2.0
// The report of the page: written when it is opened, kept until it is written anew; and what its
// figures are today and were a year before.
import { useQuery } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, ref, toValue } from 'vue';
import { useAreas } from '@/common/areas';
import type { Job } from '@/common/job_words';
import { usePeriod } from '@/common/period';
import { useScope } from '@/common/scope';
import { keepReportFigures } from '@/pages/dashboard/tiles';
import { areaParameter, useFigures } from '@/pages/indicators/figures';
import { yearBefore } from '@/pages/indicators/trend';
import { figureOrder, indicatorsOf } from './report_document';
import { readReport, reportKey } from './report_jobs';
import { statesOf } from './figure_states';

const kKeptMilliseconds = 30 * 60_000;

export function useReport(template: MaybeRefOrGetter<string>) {
  const { period } = usePeriod();
  const { area, name: areaName } = useScope();
  const { tree, isLoading: isTreeLoading } = useAreas();
  const code = computed(() => areaParameter(tree.value, area.value));
  const job = ref<Job>();

  const query = useQuery({
    queryKey: computed(() => reportKey(toValue(template), period.value.code, code.value)),
    queryFn: async ({ signal }) => {
      job.value = undefined;
      const asked = { template: toValue(template), period: period.value.code, area: code.value };
      const found = await readReport(asked, (now) => { job.value = now; }, signal);
      keepReportFigures(asked.template, indicatorsOf(found));
      return found;
    },
    // What is written stays as it is; where figures have changed since, they are marked.
    staleTime: Infinity,
    gcTime: kKeptMilliseconds,
    retry: false,
    enabled: computed(() => !isTreeLoading.value),
  });
  const report = computed(() => query.data.value);
  const names = computed(() => report.value ? indicatorsOf(report.value) : []);
  const isWritten = computed(() => names.value.length > 0);
  const asked = (of: typeof period.value) =>
    ({ period: of, area: code.value, indicators: names.value });
  const present = useFigures(() => asked(period.value), isWritten);
  const year = useFigures(() => asked(yearBefore(period.value)), isWritten);
  const states = computed(() => report.value
    // Figures of a period just left would mark everything.
    ? statesOf(report.value, present.query.isPlaceholderData.value ? new Map()
      : present.figures.value)
    : new Map());
  const order = computed(() => report.value ? figureOrder(report.value) : []);
  return {
    query, report, job, names, present, year, states, order, period, area, areaName, code,
  };
}

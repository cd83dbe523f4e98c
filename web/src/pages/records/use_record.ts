// SPDX-License-Identifier: Apache-2.0
// One record, now or as it was at some moment, its history and its files.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { read } from '@/common/api';
import { newestFirst } from './history';

export interface RecordPlace {
  ledger: string;
  record: string;
}

const key = (place: RecordPlace) => ['record', place.ledger, place.record] as const;

export function useRecord(
  place: MaybeRefOrGetter<RecordPlace>, asOf: MaybeRefOrGetter<string | undefined>,
) {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: computed(() => [...key(toValue(place)), 'at', toValue(asOf) ?? 'now']),
    queryFn: () => {
      const moment = toValue(asOf);
      return read('/api/v1/ledgers/{ledger}/records/{record}', {
        path: { ...toValue(place) }, query: moment === undefined ? {} : { as_of: moment },
      });
    },
    // From one revision to another the page does not blink; from one record to another it does.
    placeholderData: (before, asked) =>
      asked?.queryKey[2] === toValue(place).record ? keepPreviousData(before) : undefined,
  });
  return {
    query,
    /** After any change: of the record, its history and its files. */
    refresh: () => queries.invalidateQueries({ queryKey: key(toValue(place)) }),
    /** What a change answered with. */
    take: (record: NonNullable<typeof query.data.value>) => {
      queries.setQueryData([...key(toValue(place)), 'at', 'now'], record);
      void queries.invalidateQueries({ queryKey: ['records', toValue(place).ledger] });
      void queries.invalidateQueries({ queryKey: [...key(toValue(place)), 'history'] });
    },
  };
}

export function useHistory(place: MaybeRefOrGetter<RecordPlace>) {
  return useQuery({
    queryKey: computed(() => [...key(toValue(place)), 'history']),
    queryFn: async () => newestFirst((await read(
      '/api/v1/ledgers/{ledger}/records/{record}/history', { path: { ...toValue(place) } },
    )).revisions),
  });
}

export function useAttachments(place: MaybeRefOrGetter<RecordPlace>) {
  const queryOf = (isBin: boolean) => ({
    queryKey: computed(() => [...key(toValue(place)), isBin ? 'removed files' : 'files']),
    queryFn: async () => (await read('/api/v1/ledgers/{ledger}/records/{record}/attachments', {
      path: { ...toValue(place) }, query: isBin ? { bin: 'only' as const } : {},
    })).attachments,
  });
  return { there: useQuery(queryOf(false)), removed: useQuery(queryOf(true)) };
}

// SPDX-License-Identifier: Apache-2.0
// Records within the worker's reach: of one ledger page by page, or found by words in all of them;
// without the network, those that the phone has.
import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import { ApiProblem, type GoodOf, read } from '@/common/api';
import { titleFrom } from '../../item_words';
import { type LedgerRecord, useLibrary } from '../../offline/library';

export interface Row {
  ledger: string;
  id: string;
  number: string;
  title: string;
  area: string;
  day: string;
  deleted: boolean;
}

type Found = GoodOf<'get', '/api/v1/search'>['records'][number];

const kPage = 30;
const kPauseMilliseconds = 300;

function foundRow(one: Found): Row {
  return {
    ledger: one.ledger, id: one.id, number: one.number, area: one.area, day: one.happened_on,
    title: one.texts[0]?.parts.map((part) => part.text).join('') ?? '', deleted: false,
  };
}

function rowOf(name: string, record: LedgerRecord): Row {
  const fields = useLibrary().fieldsOf(name);
  const day = fields.find((field) => field.type === 'date');
  return {
    ledger: name, id: record.id, number: record.number, area: record.area.name,
    title: titleFrom(fields, record.fields),
    day: String((day && record.fields[day.name]) ?? record.recorded_at.slice(0, 10)),
    deleted: record.deleted,
  };
}

/** Of the phone, the latest first. */
function fromPhone(ledger: string, sought: string): Row[] {
  return [...useLibrary().records]
    .filter(([name]) => ledger === '' || name === ledger)
    .flatMap(([name, records]) => records.map((record) => ({
      row: rowOf(name, record), text: JSON.stringify(record.fields), at: record.recorded_at,
    })))
    .filter(({ row, text }) => sought === '' || row.number.includes(sought) ||
      text.includes(sought) || row.title.includes(sought))
    .sort((one, other) => other.at.localeCompare(one.at))
    .map(({ row }) => row);
}

interface Page {
  rows: Row[];
  next: string | null;
}

async function pageOf(ledger: string, sought: string, after: string | null): Promise<Page> {
  if (ledger === '' && sought === '') return { rows: fromPhone('', ''), next: null };
  if (ledger === '') {
    const found = await read('/api/v1/search', {
      query: { q: sought, limit: kPage, ...(after ? { before: after } : {}) },
    });
    return { rows: found.records.map(foundRow), next: found.next };
  }
  const found = await read('/api/v1/ledgers/{ledger}/records', {
    path: { ledger },
    query: {
      limit: kPage, sort: '-@recorded_at', ...(sought === '' ? {} : { q: sought }),
      ...(after ? { after } : {}),
    },
  });
  return { rows: found.records.map((one) => rowOf(ledger, one)), next: found.next };
}

export function useRecords(ledger: Ref<string>, words: Ref<string>) {
  const rows = shallowRef<readonly Row[]>([]);
  const next = ref<string | null>(null);
  const isLoading = ref(false);
  const isLocal = ref(false);
  const problem = shallowRef<unknown>();
  const sought = computed(() => words.value.trim());
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function take(page: Page, after: string | null, isKept: boolean): void {
    rows.value = after === null ? page.rows : [...rows.value, ...page.rows];
    next.value = page.next;
    isLocal.value = isKept;
  }

  async function load(after: string | null = null): Promise<void> {
    asked += 1;
    const mine = asked;
    isLoading.value = true;
    problem.value = undefined;
    try {
      const page = await pageOf(ledger.value, sought.value, after);
      if (mine === asked) take(page, after, false);
    } catch (thrown) {
      if (mine !== asked) return;
      const isOffline = thrown instanceof ApiProblem && thrown.isOffline;
      if (isOffline) take({ rows: fromPhone(ledger.value, sought.value), next: null }, null, true);
      else problem.value = thrown;
    } finally {
      if (mine === asked) isLoading.value = false;
    }
  }

  watch([ledger, words], () => {
    clearTimeout(timer);
    timer = setTimeout(() => { void load(); }, kPauseMilliseconds);
  });
  // All ledgers without words: what the phone has, as it is read anew.
  watch(() => useLibrary().records, () => {
    if (ledger.value === '' && sought.value === '') rows.value = fromPhone('', '');
  });
  void load();

  const hasMore = computed(() => next.value !== null);
  return { rows, hasMore, isLoading, isLocal, problem, load, more: () => load(next.value) };
}

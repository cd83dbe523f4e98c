// SPDX-License-Identifier: Apache-2.0
// All ledgers and indicators that are defined, the retired too.
import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { type GoodOf, read } from '@/common/api';
import { textAt, toTree } from './tree';

export type DefinitionRow = GoodOf<'get', '/api/v1/definitions'>['definitions'][number];

const kPage = 1000;

async function readAll(): Promise<DefinitionRow[]> {
  const rows: DefinitionRow[] = [];
  let after: string | undefined;
  do {
    const page = await read('/api/v1/definitions', {
      query: { retired: 'include', limit: kPage, ...(after === undefined ? {} : { after }) },
    });
    rows.push(...page.definitions);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return rows;
}

export function useDefinitions() {
  const query = useQuery({ queryKey: ['definitions'], queryFn: readAll });
  const rows = computed(() => query.data.value ?? []);
  const ledgers = computed(() => rows.value.filter((row) => row.kind === 'ledger'));
  const names = computed(() => ledgers.value.filter((row) => !row.retired).map((row) => row.name));
  // Chapters are told by the ledgers that are in them. They change with packs only.
  const chapterQuery = useQuery({
    queryKey: computed(() => ['definition-chapters', names.value]),
    queryFn: async () => {
      const trees = await Promise.all(names.value.map(async (name) => toTree((await read(
        '/api/v1/definitions/{kind}/{name}', { path: { kind: 'ledger', name } })).definition)));
      return trees.map((tree) => ({ name: textAt(tree, 'ledger'), chapter: textAt(tree, 'chapter'),
        number: textAt(tree, 'number') }));
    },
    enabled: computed(() => names.value.length > 0),
    staleTime: 10 * 60_000,
  });
  const chapterOf = computed(() =>
    new Map((chapterQuery.data.value ?? []).map((one) => [one.name, one.chapter])));
  const chapters = computed(() =>
    [...new Set((chapterQuery.data.value ?? []).map((one) => one.chapter))]);
  const prefixes = computed(() =>
    new Set((chapterQuery.data.value ?? []).map((one) => one.number)));
  return { query, rows, ledgers, names, chapters, chapterOf, prefixes };
}

/** Those with the words in their title or name; ledgers keep their order, indicators below them. */
export function found(rows: readonly DefinitionRow[], words: string): DefinitionRow[] {
  const sought = words.trim().toLowerCase();
  if (sought === '') return [...rows];
  return rows.filter((row) => row.title.toLowerCase().includes(sought) ||
    row.name.toLowerCase().includes(sought));
}

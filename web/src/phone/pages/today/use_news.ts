// SPDX-License-Identifier: Apache-2.0
// What is new in the worker's area: the latest records of the ledgers in use, and on top of them
// what changes while the page is open.
import { computed, onBeforeUnmount, ref } from 'vue';
import { read } from '@/common/api';
import { type Change, useChanges } from '@/common/changes';
import { say } from '@/common/language';
import { titleFrom } from '../../item_words';
import { useLibrary, type LedgerRecord } from '../../offline/library';

export interface News {
  ledger: string;
  record: LedgerRecord;
  /** Seen happening; undefined for what was there already. */
  kind?: Change['kind'];
  at: string;
}

const kShownMax = 8;
const kLiveMax = 8;
// Many changes at once (an import) are read once they pause.
const kPauseMilliseconds = 800;

export function wordOf(news: News): string {
  switch (news.kind) {
    case 'created': return say('新录', 'new');
    case 'changed': return say('改了', 'changed');
    case 'deleted': return say('作废', 'removed');
    case 'restored': return say('恢复', 'restored');
    default: return '';
  }
}

export function useNews() {
  const library = useLibrary();
  const live = ref<News[]>([]);
  const waiting = new Map<string, Change>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const latest = computed<News[]>(() => [...library.records].flatMap(([ledger, records]) =>
    records.map((record) => ({ ledger, record, at: record.recorded_at }))));
  const news = computed(() => {
    const fresh = new Set(live.value.map((one) => one.record.id));
    return [...live.value, ...latest.value.filter((one) => !fresh.has(one.record.id))
      .sort((one, other) => other.at.localeCompare(one.at))].slice(0, kShownMax);
  });

  async function look(change: Change): Promise<void> {
    try {
      const record = await read('/api/v1/ledgers/{ledger}/records/{record}',
        { path: { ledger: change.ledger, record: change.record } });
      const one = {
        ledger: change.ledger, record, kind: change.kind,
        at: change.at ?? new Date().toISOString(),
      };
      live.value = [one, ...live.value.filter((other) => other.record.id !== record.id)]
        .slice(0, kLiveMax);
    } catch {
      // Gone, or out of reach: no news of it then.
    }
  }

  async function lookAtAll(): Promise<void> {
    const changes = [...waiting.values()].slice(-kLiveMax);
    waiting.clear();
    for (const change of changes) await look(change);
  }

  useChanges({
    changed: (change) => {
      if (change.kind === 'purged' || change.kind === 'gone') return;
      waiting.set(change.record, change);
      clearTimeout(timer);
      timer = setTimeout(() => { void lookAtAll(); }, kPauseMilliseconds);
    },
  });
  onBeforeUnmount(() => { clearTimeout(timer); });

  const titleOf = (one: News) => titleFrom(library.fieldsOf(one.ledger), one.record.fields);
  return { news, titleOf };
}

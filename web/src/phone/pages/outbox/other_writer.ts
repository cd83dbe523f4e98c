// SPDX-License-Identifier: Apache-2.0
// Who changed it and when, for who is reached: 样例书记 09:58.
import { type ComputedRef, ref, type Ref, watch } from 'vue';
import { read } from '@/common/api';
import { ago } from '@/common/dates';
import type { Item } from '../../offline/outbox';

export function useOtherWriter(item: ComputedRef<Item | undefined>): { other: Ref<string> } {
  const other = ref('');
  watch(() => item.value?.theirs?.record, async (record) => {
    if (!record || !item.value) return;
    try {
      const { revisions } = await read('/api/v1/ledgers/{ledger}/records/{record}/history',
        { path: { ledger: item.value.ledger, record } });
      const last = revisions.find((one) => one.revision === item.value?.theirs?.revision);
      other.value = last ? `${last.actor} ${ago(last.at)} ` : '';
    } catch {
      // Without it the page says somebody.
    }
  }, { immediate: true });
  return { other };
}

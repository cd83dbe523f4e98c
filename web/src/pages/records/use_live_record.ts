// SPDX-License-Identifier: Apache-2.0
// What others do to the record while it is open.
import { type MaybeRefOrGetter, ref, toValue, watch } from 'vue';
import { type Change, useChanges } from '@/common/changes';
import type { RecordPlace } from './use_record';

export function useLiveRecord(
  place: MaybeRefOrGetter<RecordPlace>, revision: () => number, refresh: () => Promise<unknown>,
) {
  /** The newest revision that was told of. */
  const told = ref(0);
  const isGone = ref(false);

  function hear(change: Change): void {
    const { ledger, record } = toValue(place);
    if (change.ledger !== ledger || change.record !== record) return;
    if (change.kind === 'gone') {
      isGone.value = true;
      return;
    }
    isGone.value = false;
    if ((change.revision ?? 0) <= revision()) return;
    told.value = change.revision ?? 0;
    void refresh();
  }
  useChanges({ changed: hear, reset: () => { void refresh(); } });
  watch(() => toValue(place).record, () => {
    told.value = 0;
    isGone.value = false;
  });
  return { told, isGone };
}

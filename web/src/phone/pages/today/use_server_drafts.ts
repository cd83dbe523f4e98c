// SPDX-License-Identifier: Apache-2.0
// Drafts that were begun at the desk, for who is reached.
import { onMounted, shallowRef } from 'vue';
import { type GoodOf, read } from '@/common/api';

export type ServerDraft = GoodOf<'get', '/api/v1/me/drafts'>['drafts'][number];

export function useServerDrafts() {
  const drafts = shallowRef<readonly ServerDraft[]>([]);
  onMounted(async () => {
    try {
      drafts.value = (await read('/api/v1/me/drafts')).drafts.filter((one) => one.ledger !== '');
    } catch {
      // They are at the server; without it there is nothing to show.
    }
  });
  return { drafts };
}

// SPDX-License-Identifier: Apache-2.0
// Whether the screen is one to read on rather than to write a table.
import { onScopeDispose, type Ref, ref } from 'vue';

export function useNarrow(): Ref<boolean> {
  const media = window.matchMedia('(max-width: 767px)');
  const isNarrow = ref(media.matches);
  const changed = () => { isNarrow.value = media.matches; };
  media.addEventListener('change', changed);
  onScopeDispose(() => { media.removeEventListener('change', changed); });
  return isNarrow;
}

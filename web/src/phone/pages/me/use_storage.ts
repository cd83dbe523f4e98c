// SPDX-License-Identifier: Apache-2.0
// How much the browser has of us, how much it would take, and whether it promises to keep it.
import { onMounted, ref } from 'vue';

export function useStorage() {
  const used = ref<number>();
  const quota = ref<number>();
  const isPromised = ref(false);
  onMounted(async () => {
    if (!('storage' in navigator)) return;
    const estimate = await navigator.storage.estimate();
    used.value = estimate.usage;
    quota.value = estimate.quota;
    isPromised.value = await navigator.storage.persisted();
  });
  return { used, quota, isPromised };
}

// SPDX-License-Identifier: Apache-2.0
// The service worker gives the phone its own files without a network. A new version waits until
// the worker takes it (or all pages are closed): nobody's form is swapped under his hands.
import { shallowRef } from 'vue';

export const waitingVersion = shallowRef<ServiceWorker | null>(null);

function watch(registration: ServiceWorkerRegistration): void {
  const look = () => {
    if (registration.waiting && navigator.serviceWorker.controller) {
      waitingVersion.value = registration.waiting;
    }
  };
  look();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
}

export async function registerWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    watch(await navigator.serviceWorker.register('/phone_worker.js', { scope: '/m/' }));
  } catch {
    // Without it the page needs the network to open; what is kept stays kept.
  }
}

/** The new version takes over, and the page is opened anew. */
export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    window.location.reload();
  }, { once: true });
  waitingVersion.value?.postMessage('take_over');
}

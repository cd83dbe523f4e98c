// SPDX-License-Identifier: Apache-2.0
// Runs apart from the page: keeps the phone's own files, named by their content, and gives them
// without a network. It never touches /api: data is the page's business, and lies encrypted.
/// <reference lib="webworker" />
const scope = globalThis as unknown as ServiceWorkerGlobalScope;

// Filled in by the build (vite_phone.ts): the files that the phone's entry needs, and a digest of
// them all.
declare const kPhoneFiles: readonly string[];
declare const kPhoneVersion: string;

const kPrefix = 'taizhang-phone-';
const kCache = kPrefix + kPhoneVersion;
const kPage = '/phone.html';

async function install(): Promise<void> {
  const cache = await caches.open(kCache);
  await Promise.all(kPhoneFiles.map(async (file) => {
    // What has its content in its name may come from the browser's own cache.
    const isNamed = file.startsWith('/assets/');
    const response = await fetch(file, { cache: isNamed ? 'default' : 'reload' });
    if (!response.ok) throw new Error(`${file}: ${response.status}`);
    await cache.put(file, response);
  }));
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(kPrefix) && name !== kCache) await caches.delete(name);
  }
  await scope.clients.claim();
}

async function ours(file: string, request: Request): Promise<Response> {
  const cache = await caches.open(kCache);
  return await cache.match(file) ?? fetch(request);
}

scope.addEventListener('install', (event) => { event.waitUntil(install()); });
scope.addEventListener('activate', (event) => { event.waitUntil(activate()); });
scope.addEventListener('message', (event) => {
  if (event.data === 'take_over') void scope.skipWaiting();
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== scope.location.origin) return;
  if (request.mode === 'navigate') {
    if (pathname.startsWith('/m/')) event.respondWith(ours(kPage, request));
    return;
  }
  if (kPhoneFiles.includes(pathname)) event.respondWith(ours(pathname, request));
});

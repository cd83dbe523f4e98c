// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { officePages } from './vite_pages.ts';
import { phoneWorker } from './vite_phone.ts';

const api = process.env.TZ_API ?? 'http://127.0.0.1:8080';
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [vue(), officePages(), phoneWorker()],
  resolve: { alias: { '@api': at('./api'), '@': at('./src') } },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  server: { proxy: { '/api': api, '/healthz': api } },
  build: {
    target: 'chrome100',
    manifest: true,
    // Its polyfill would be for browsers older than the oldest we serve.
    modulePreload: { polyfill: false },
    // A data: address is not 'self' for the Content-Security-Policy, but for pictures.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { desk: at('./index.html'), phone: at('./phone.html') },
      output: {
        hashCharacters: 'base36',
        entryFileNames: 'assets/[name]-[hash:10].js',
        chunkFileNames: 'assets/[name]-[hash:10].js',
        assetFileNames: 'assets/[name]-[hash:10][extname]',
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
  },
});

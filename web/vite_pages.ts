// SPDX-License-Identifier: Apache-2.0
// In development, which page an address gets: as the server does it (src/api/web_pages.cpp).
import type { IncomingMessage } from 'node:http';
import type { Plugin } from 'vite';

function wantsPage(request: IncomingMessage): boolean {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return reads && (request.headers.accept ?? '').includes('text/html');
}

export function officePages(): Plugin {
  return {
    name: 'taizhang-pages',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? '/').split('?')[0] ?? '/';
        if (wantsPage(request) && !/^\/(api|healthz|@|src|node_modules)(\/|$)/.test(path)) {
          const isPhone = path === '/m' || path.startsWith('/m/');
          request.url = isPhone ? '/phone.html' : '/index.html';
        }
        next();
      });
    },
  };
}

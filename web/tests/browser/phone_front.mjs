// SPDX-License-Identifier: Apache-2.0
// Pages of a folder (DIST) before the program's API, at one address: a service worker is fetched by
// the browser itself, where a page's routes do not reach. Without DIST the program has the pages.
import { createServer, request as ask } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

const kTypes = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.webmanifest': 'application/manifest+json',
};
const kPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; " +
  "img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; " +
  "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

function fileOf(folder, path) {
  const file = join(folder, path);
  if (path !== '/' && existsSync(file) && statSync(file).isFile()) return file;
  return join(folder, path === '/m' || path.startsWith('/m/') ? 'phone.html' : 'index.html');
}

function passOn(office, request, response) {
  const { hostname, port } = new URL(office.address);
  const onward = ask({
    hostname, port, path: request.url, method: request.method, headers: request.headers,
  }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  // The server is gone: so is the connection, as it would be without us.
  onward.on('error', () => response.destroy());
  request.on('error', () => onward.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

/** Gives the address to open, and how to end it. */
export async function frontOf(office, folder = process.env.DIST) {
  if (!folder) return { address: office.address, stop: () => undefined };
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://front').pathname;
    if (/^\/(api|healthz)(\/|$)/.test(path)) {
      passOn(office, request, response);
      return;
    }
    const file = fileOf(folder, decodeURIComponent(path));
    response.writeHead(200, {
      'content-type': kTypes[extname(file)] ?? 'application/octet-stream',
      'cache-control': 'no-cache', 'content-security-policy': kPolicy,
    });
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

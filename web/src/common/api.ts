// SPDX-License-Identifier: Apache-2.0
// The one way to the server: typed by the OpenAPI document, with the session's cookie and its
// token.
import type { paths } from '@api/schema';
import type {
  Answer, Good, Method, Operation, PathsOf, Request, Schemas,
} from './api_types';
import { problemFrom, unreachable } from './problem';

export type { Answer, GoodOf, Mistake, Problem, Request, Schemas } from './api_types';
export { ApiProblem, asProblem, mistakeAt } from './problem';

let csrf = '';
let signedOut: () => void = () => undefined;

/** The token that every change shows beside the cookie. */
export function keepToken(token: string | null | undefined): void {
  csrf = token ?? '';
}

/** What to do when the server no longer knows the session. */
export function whenSignedOut(act: () => void): void {
  signedOut = act;
}

/** An idempotency key. (crypto.randomUUID is not there on an office's plain http.) */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function filled(path: string, places: unknown): string {
  const values = (places ?? {}) as Record<string, string>;
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

/** Leaves out what is undefined; a list is written as the same name again. */
export function queryText(query: unknown): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) parameters.append(name, String(one));
    }
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

interface Told {
  seen?: string | undefined;
  key?: string | undefined;
}

function headersOf(method: string, told: Told, type?: string): Record<string, string> {
  return {
    accept: 'application/json',
    ...(method === 'get' ? {} : { 'x-csrf-token': csrf }),
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(told.seen === undefined ? {} : { 'if-match': told.seen }),
    ...(told.key === undefined ? {} : { 'idempotency-key': told.key }),
  };
}

async function fetched(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { ...init, credentials: 'same-origin', redirect: 'error' });
  } catch (thrown) {
    if (init.signal?.aborted) throw thrown;
    throw unreachable();
  }
}

// Another tab may have changed the password, and with it the token of this session.
async function renewToken(): Promise<boolean> {
  const response = await fetched('/api/v1/me', { headers: headersOf('get', {}) });
  if (!response.ok) return false;
  const before = csrf;
  keepToken(((await response.json()) as Schemas['Person']).csrf_token);
  return csrf !== before;
}

function isSignIn(method: string, path: string): boolean {
  return method === 'post' && path === '/api/v1/session';
}

async function refusal(response: Response, method: string, path: string) {
  const problem = problemFrom(response.status, await response.text(),
    response.headers.get('retry-after'));
  if (problem.status === 401 && !isSignIn(method, path)) signedOut();
  return problem;
}

/** Asks the API; throws ApiProblem where the answer is not a good one. */
export async function ask<M extends Method, P extends PathsOf<M>>(
  method: M, path: P & string, request: Request<Operation<P & keyof paths, M>> = {},
): Promise<Answer<Good<Operation<P & keyof paths, M>>>> {
  const address = filled(path, request.path) + queryText(request.query);
  const hasBody = request.body !== undefined;
  const once = () => fetched(address, {
    method: method.toUpperCase(),
    headers: headersOf(method, request, hasBody ? 'application/json' : undefined),
    ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
  let response = await once();
  if (!response.ok) {
    let problem = await refusal(response, method, path);
    if (problem.code !== 'csrf' || !(await renewToken())) throw problem;
    response = await once();
    if (!response.ok) {
      problem = await refusal(response, method, path);
      throw problem;
    }
  }
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    data: (text === '' ? null : JSON.parse(text)) as Good<Operation<P & keyof paths, M>>,
  };
}

/** Reads; only the body is given. */
export async function read<P extends PathsOf<'get'>>(
  path: P & string, request: Request<Operation<P & keyof paths, 'get'>> = {},
): Promise<Good<Operation<P & keyof paths, 'get'>>> {
  return (await ask('get', path, request)).data;
}

export interface Upload {
  /** The address with its query: see filled() and queryText(). */
  address: string;
  body: Blob;
  /** Of the body, where it is not said by itself. */
  type?: string;
  seen?: string;
  key?: string;
  signal?: AbortSignal;
  /** Bytes sent, of how many. */
  progress?: (sent: number, total: number) => void;
}

/** Sends a file as a body. (fetch cannot tell how far it is; XMLHttpRequest can.) */
export function upload<T>(what: Upload): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', what.address);
    const headers = headersOf('post', what, what.type ?? 'application/octet-stream');
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => what.progress?.(event.loaded, event.total);
    request.onerror = () => { reject(unreachable()); };
    request.onabort = () => { reject(new DOMException('upload cancelled', 'AbortError')); };
    request.onload = () => {
      const good = request.status >= 200 && request.status < 300;
      if (good) {
        const text = request.responseText;
        resolve({
          status: request.status,
          etag: request.getResponseHeader('etag') ?? '',
          data: (text === '' ? null : JSON.parse(text)) as T,
        });
        return;
      }
      if (request.status === 401) signedOut();
      reject(problemFrom(request.status, request.responseText,
        request.getResponseHeader('retry-after')));
    };
    what.signal?.addEventListener('abort', () => { request.abort(); }, { once: true });
    request.send(what.body);
  });
}

/** Lets the browser fetch a file by its own means, under the name that the server gives it. */
export function saveFile(href: string, name = ''): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}


// SPDX-License-Identifier: Apache-2.0
// A client of the API that knows its types: paths, queries, bodies and answers are those of the
// OpenAPI document (schema.d.ts), so that what does not fit it does not compile.
import type { components, paths } from './schema.js';

export type Schemas = components['schemas'];
export type Method = 'get' | 'post' | 'patch' | 'delete';

type Operation<P extends keyof paths, M extends Method> = Exclude<paths[P][M], undefined>;
/** Paths that take the method. */
export type PathsOf<M extends Method> = {
  [P in keyof paths]: [Operation<P, M>] extends [never] ? never : P;
}[keyof paths];

type Json<R> = R extends { content: { 'application/json': infer Body } } ? Body : null;
type Good<O> = O extends { responses: infer R } ? Json<R[keyof R & (200 | 201 | 202 | 204)]> : never;
type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined;
type Query<O> = O extends { parameters: { query?: infer Q } } ? Q : never;
type Places<O> = O extends { parameters: { path: infer T } } ? T : undefined;

export interface Request<O> {
  path?: Places<O>;
  query?: Query<O>;
  body?: Body<O>;
  /** What If-Match says: the ETag of what was seen. */
  seen?: string;
  /** What Idempotency-Key says: the same again is not done twice. */
  key?: string;
}

export interface Answer<T> {
  status: number;
  /** Of what was read or written, for the next change; empty without one. */
  etag: string;
  data: T;
}

/** What went wrong (RFC 9457), in Chinese for people and in codes for programs. */
export class ApiProblem extends Error {
  constructor(readonly status: number, readonly problem: Schemas['Problem']) {
    super(problem.detail);
  }
}

export class Client {
  /** The headers name who asks: a token, or a cookie with its X-CSRF-Token. */
  constructor(private readonly address: string, private readonly headers: Record<string, string>) {}

  async ask<M extends Method, P extends PathsOf<M>>(
    method: M, path: P, request: Request<Operation<P, M>> = {},
  ): Promise<Answer<Good<Operation<P, M>>>> {
    const response = await fetch(this.address + filled(path, request.path) + queryText(request.query), {
      method: method.toUpperCase(),
      headers: {
        ...this.headers,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(request.seen === undefined ? {} : { 'if-match': request.seen }),
        ...(request.key === undefined ? {} : { 'idempotency-key': request.key }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    const text = await response.text();
    const data: unknown = text === '' ? null : JSON.parse(text);
    if (!response.ok) throw new ApiProblem(response.status, data as Schemas['Problem']);
    return {
      status: response.status,
      etag: response.headers.get('etag') ?? '',
      data: data as Good<Operation<P, M>>,
    };
  }
}

function filled(path: string, places: unknown): string {
  const values = (places ?? {}) as Record<string, string>;
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

function queryText(query: unknown): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) parameters.append(name, String(one));
    }
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

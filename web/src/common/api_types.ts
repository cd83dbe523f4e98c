// SPDX-License-Identifier: Apache-2.0
// What the API takes and gives, read off its OpenAPI document (web/api/schema.d.ts).
import type { components, paths } from '@api/schema';

export type Schemas = components['schemas'];
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export type Operation<P extends keyof paths, M extends Method> = Exclude<paths[P][M], undefined>;

/** Paths that take the method. */
export type PathsOf<M extends Method> = {
  [P in keyof paths]: [Operation<P, M>] extends [never] ? never : P;
}[keyof paths];

type Json<R> = R extends { content: { 'application/json': infer Body } } ? Body : null;

/** The body of a good answer. */
export type Good<O> = O extends { responses: infer R }
  ? Json<R[keyof R & (200 | 201 | 202 | 204)]>
  : never;

/** The same by method and path: GoodOf<'get', '/api/v1/me'>. */
export type GoodOf<M extends Method, P extends PathsOf<M>> = Good<Operation<P, M>>;

export type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } }
  ? B
  : undefined;
export type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? Q : never;
export type PlacesOf<O> = O extends { parameters: { path: infer T } } ? T : undefined;

export interface Request<O> {
  path?: PlacesOf<O>;
  query?: QueryOf<O>;
  body?: BodyOf<O>;
  /** What If-Match says: the ETag of what was seen. */
  seen?: string;
  /** What Idempotency-Key says: the same again is not done twice. See newKey(). */
  key?: string;
  signal?: AbortSignal;
}

export interface Answer<T> {
  status: number;
  /** Of what was read or written, for the next change; empty without one. */
  etag: string;
  data: T;
}

export type Problem = Schemas['Problem'];
export type Mistake = NonNullable<Problem['errors']>[number];

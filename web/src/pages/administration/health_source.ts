// SPDX-License-Identifier: Apache-2.0
// What the server says of itself, outside the API's own routes.
import type { ApiProblem } from '@/common/api';
import { problemFrom, unreachable } from '@/common/problem';
import { Metrics, readMetrics } from './metrics_text';

async function asked(path: string, accept: string): Promise<Response> {
  try {
    return await fetch(path, {
      headers: { accept }, credentials: 'same-origin', cache: 'no-store', redirect: 'error',
    });
  } catch {
    throw unreachable();
  }
}

/** Nothing where it is ready; else what is missing. */
export async function readiness(): Promise<ApiProblem | null> {
  const response = await asked('/readyz', 'application/json');
  if (response.ok) return null;
  return problemFrom(response.status, await response.text(), response.headers.get('retry-after'));
}

/** For who administers the system. */
export async function metrics(): Promise<Metrics> {
  const response = await asked('/metrics', 'text/plain');
  const text = await response.text();
  if (!response.ok) throw problemFrom(response.status, text, null);
  return new Metrics(readMetrics(text));
}

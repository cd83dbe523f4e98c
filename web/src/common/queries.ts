// SPDX-License-Identifier: Apache-2.0
// How reading behaves everywhere: what was seen stays while it is read anew, a refusal is not asked
// again, a busy or unreached server is.
import { QueryClient } from '@tanstack/vue-query';
import { ApiProblem } from './problem';

const kTriesMax = 3;

function worthAnotherTry(failures: number, thrown: Error): boolean {
  if (!(thrown instanceof ApiProblem)) return false;
  return failures < kTriesMax && (thrown.status === 503 || thrown.status === 0);
}

export function newQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: worthAnotherTry,
        retryDelay: (failures, thrown) => {
          const asked = thrown instanceof ApiProblem ? thrown.waitSeconds * 1000 : 0;
          return Math.max(asked, Math.min(500 * 2 ** failures, 8000));
        },
        // The browser may call itself offline on an office's own network.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

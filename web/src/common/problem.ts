// SPDX-License-Identifier: Apache-2.0
// What went wrong (RFC 9457), in Chinese for people and in codes for programs.
import type { Problem } from './api_types';
import { say } from './language';

/** Status 0 stands for: the server was not reached, so nothing is known of what it did. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
    /** When it may be tried again, in seconds; 0 where the server does not say. */
    readonly waitSeconds = 0,
  ) {
    super(problem.detail);
    this.name = 'ApiProblem';
  }

  get code(): string {
    return this.problem.code;
  }
  get isOffline(): boolean {
    return this.status === 0;
  }
  /** Somebody changed it since it was read. */
  get isStale(): boolean {
    return this.status === 412;
  }
}

export function unreachable(): ApiProblem {
  return new ApiProblem(0, {
    type: 'about:blank',
    title: say('连不上服务器', 'The server is not reached'),
    status: 0,
    code: 'unreachable',
    detail: say('连不上服务器。填的内容还在，连上后再办。',
      'The server is not reached. What you typed is still here; go on when it is back.'),
  });
}

/** Of an answer that is no problem document: a proxy's page, say. */
export function unknownProblem(status: number): ApiProblem {
  return new ApiProblem(status, {
    type: 'about:blank',
    title: String(status),
    status,
    code: 'unknown',
    detail: say(`服务器答 ${status}，没有说原因。稍后再办，还不行就报给管理员。`,
      `The server answered ${status} without a reason. Try later, or tell the administrator.`),
  });
}

export function problemFrom(status: number, text: string, retryAfter: string | null): ApiProblem {
  try {
    const read = JSON.parse(text) as Partial<Problem> | null;
    if (typeof read?.detail === 'string' && typeof read.code === 'string') {
      return new ApiProblem(status, read as Problem, Number(retryAfter) || 0);
    }
  } catch {
    // Not JSON: said below.
  }
  return unknownProblem(status);
}

/** Any thrown thing as a problem that can be shown. */
export function asProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  return new ApiProblem(500, {
    type: 'about:blank',
    title: say('页面出错', 'The page failed'),
    status: 500,
    code: 'page',
    detail: thrown instanceof Error ? thrown.message : String(thrown),
  });
}

/** What is wrong with one field, where the problem says so: by its name or its JSON pointer. */
export function mistakeAt(thrown: unknown, field: string): string {
  if (!(thrown instanceof ApiProblem)) return '';
  const found = thrown.problem.errors?.find((one) => one.pointer !== undefined &&
    one.pointer.split('/').filter((part) => part !== '' && part !== 'fields')[0] === field);
  if (!found) return '';
  return found.expected_zh ? `${found.message_zh} · ${found.expected_zh}` : found.message_zh;
}

// SPDX-License-Identifier: Apache-2.0
// What is being changed and not yet published, kept in this tab until it is: going to another page,
// signing in anew or a reload loses nothing.
import type { TreeMap } from './tree';

export interface Work {
  /** What was in force when the change began; null: it is new. */
  base: TreeMap | null;
  baseVersion: number;
  /** Of all definitions, as the change has seen them. */
  seen: string;
  text: string;
  reason: string;
  at: string;
}

const kPrefix = 'taizhang.designer.';

function place(account: string, kind: string, name: string): string {
  return `${kPrefix}${account}.${kind}.${name}`;
}

function isWork(value: unknown): value is Work {
  const work = value as Partial<Work> | null;
  return typeof work === 'object' && work !== null && typeof work.text === 'string' &&
    typeof work.seen === 'string' && typeof work.baseVersion === 'number' && 'base' in work;
}

export function keptWork(account: string, kind: string, name: string): Work | undefined {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(place(account, kind, name)) ?? 'null');
    return isWork(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** False where the browser does not keep it: then leaving has to ask. */
export function keepWork(account: string, kind: string, name: string, work: Work | null): boolean {
  try {
    if (work === null) sessionStorage.removeItem(place(account, kind, name));
    else sessionStorage.setItem(place(account, kind, name), JSON.stringify(work));
    return true;
  } catch {
    return false;
  }
}

/** Names of a kind that have unpublished changes in this tab. */
export function namesInWork(account: string, kind: string): string[] {
  const prefix = place(account, kind, '');
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length)).sort();
  } catch {
    return [];
  }
}

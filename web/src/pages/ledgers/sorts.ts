// SPDX-License-Identifier: Apache-2.0
// The order of a list in the API's writing: -paid_on,amount.

export interface SortKey {
  key: string;
  down: boolean;
}

export const kSortKeysMax = 3;

export function readSort(text: string): SortKey[] {
  return text.split(',').filter((part) => part !== '').map((part) => part.startsWith('-')
    ? { key: part.slice(1), down: true } : { key: part, down: false });
}

export function writtenSort(keys: readonly SortKey[]): string {
  return keys.map((one) => `${one.down ? '-' : ''}${one.key}`).join(',');
}

/** Sorted by this one first; what was first before comes second. */
export function sortedBy(keys: readonly SortKey[], key: string, down: boolean): SortKey[] {
  return [{ key, down }, ...keys.filter((one) => one.key !== key)].slice(0, kSortKeysMax);
}

export function unsortedBy(keys: readonly SortKey[], key: string): SortKey[] {
  return keys.filter((one) => one.key !== key);
}

export function sortWays(keys: readonly SortKey[]): Record<string, 'up' | 'down'> {
  return Object.fromEntries(keys.map((one) => [one.key, one.down ? 'down' : 'up']));
}

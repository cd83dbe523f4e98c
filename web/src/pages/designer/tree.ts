// SPDX-License-Identifier: Apache-2.0
// A definition as the server keeps it: maps, lists and text. Every value is text, numbers too; the
// order of keys is kept, for it is the order of choices.

export type Tree = string | null | Tree[] | { [key: string]: Tree };
export type TreeMap = Record<string, Tree>;

export interface Words {
  zh: string;
  en: string;
}

export function isMap(tree: Tree | undefined): tree is TreeMap {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}

export function textOf(tree: Tree | undefined): string {
  return typeof tree === 'string' ? tree : '';
}

export function textAt(tree: Tree | undefined, key: string): string {
  return isMap(tree) ? textOf(tree[key]) : '';
}

export function mapAt(tree: Tree | undefined, key: string): TreeMap {
  const found = isMap(tree) ? tree[key] : undefined;
  return isMap(found) ? found : {};
}

export function listAt(tree: Tree | undefined, key: string): Tree[] {
  const found = isMap(tree) ? tree[key] : undefined;
  return Array.isArray(found) ? found : [];
}

/** A title is one text, or a map of languages. */
export function wordsOf(tree: Tree | undefined): Words {
  if (typeof tree === 'string') return { zh: tree, en: '' };
  return { zh: textAt(tree, 'zh'), en: textAt(tree, 'en') };
}

export function fromWords(words: Words): Tree {
  return words.en.trim() === '' ? words.zh : { zh: words.zh, en: words.en };
}

/** Sets a key, or takes it out where nothing is given; a new key comes last. */
export function withKey(map: TreeMap, key: string, value: Tree | undefined): TreeMap {
  if (value !== undefined && value !== '') return { ...map, [key]: value };
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
}

export function sameTree(one: Tree | undefined, other: Tree | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Words that are written in one line: 姓名、救助对象. */
export function listText(list: readonly Tree[]): string {
  return list.map((one) => textOf(one)).join('、');
}

export function textList(text: string): string[] {
  const words = text.split(/[、,，;；]/).map((word) => word.trim()).filter((word) => word !== '');
  return [...new Set(words)];
}

/** Any JSON of the server as a tree; what it would not send is left out. */
export function toTree(value: unknown): Tree {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(toTree);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toTree(one)]));
  }
  return String(value as string | number | boolean);
}

// SPDX-License-Identifier: Apache-2.0
// YAML as a tree, and at which lines its parts stand. The server reads it again and has the last
// word; this is for showing the form of what is written and for finding the field of a line.
import {
  isAlias, isMap as isYamlMap, isScalar, isSeq, LineCounter, parseAllDocuments, type ParsedNode,
} from 'yaml';
import { say } from '@/common/language';
import type { Tree, TreeMap } from './tree';

export interface LinePart {
  /** Keys and places from the top: ['fields', 3, 'check', 'rule']. */
  path: (string | number)[];
  first: number;
  last: number;
}

export interface Mistake {
  /** From 1; 0 where it is of the whole. */
  line: number;
  what: string;
  how: string;
}

export interface Reading {
  /** Undefined where it cannot be read. */
  tree: TreeMap | undefined;
  parts: LinePart[];
  mistakes: Mistake[];
}

class Reader {
  readonly parts: LinePart[] = [];
  readonly mistakes: Mistake[] = [];

  constructor(private readonly lines: LineCounter) {}

  private lineAt(offset: number): number {
    return this.lines.linePos(offset).line;
  }

  private note(path: LinePart['path'], from: number, to: number): void {
    const first = this.lineAt(from);
    // The end of a node is the beginning of what follows it.
    const last = Math.max(first, this.lineAt(Math.max(from, to - 1)));
    this.parts.push({ path, first, last });
  }

  tree(node: ParsedNode | null, path: LinePart['path']): Tree {
    if (!node) return null;
    if (isAlias(node)) {
      this.mistakes.push({ line: this.lineAt(node.range[0]),
        what: say('这里不能用别名', 'No aliases here'), how: say('写全', 'Write it out') });
      return null;
    }
    if (isScalar(node)) {
      const value = node.value;
      return node.type === 'PLAIN' && /^(?:|~|null|Null|NULL)$/.test(node.source)
        ? null : String(value);
    }
    if (isSeq(node)) {
      return node.items.map((item, index) => {
        const one = item as ParsedNode;
        this.note([...path, index], one.range[0], one.range[1]);
        return this.tree(one, [...path, index]);
      });
    }
    const map: TreeMap = {};
    if (!isYamlMap(node)) return map;
    for (const pair of node.items) {
      const key = pair.key as ParsedNode;
      const name = isScalar(key) ? String(key.value) : '';
      const value = pair.value as ParsedNode | null;
      this.note([...path, name], key.range[0], value?.range[1] ?? key.range[1]);
      map[name] = this.tree(value, [...path, name]);
    }
    return map;
  }
}

export function readYaml(text: string): Reading {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { schema: 'failsafe', lineCounter: lines });
  const reader = new Reader(lines);
  if (!Array.isArray(documents) || documents.length === 0) {
    return { tree: undefined, parts: [], mistakes: [{ line: 1,
      what: say('没有写', 'Nothing is written'), how: '' }] };
  }
  for (const document of documents) {
    for (const error of document.errors) {
      reader.mistakes.push({ line: error.linePos?.[0].line ?? 1,
        what: say('YAML 写法有误', 'Not well-formed YAML'),
        how: say('检查缩进、冒号后的空格、引号和括号是否成对',
          'Look at indents, the blank behind a colon, quotes and brackets') });
    }
  }
  const [first, second] = documents;
  if (second) {
    reader.mistakes.push({ line: lines.linePos(second.range[0]).line,
      what: say('这里只改这一个定义', 'Only this definition is changed here'),
      how: say('别的在它自己的页面改', 'Change others on their own pages') });
  }
  const top = first?.contents;
  const tree = isYamlMap(top) ? reader.tree(top as ParsedNode, []) as TreeMap : undefined;
  if (!tree && reader.mistakes.length === 0) {
    reader.mistakes.push({ line: 1, what: say('不是一个定义', 'Not a definition'),
      how: 'ledger: …' });
  }
  return { tree: reader.mistakes.length > 0 ? undefined : tree, parts: reader.parts,
    mistakes: reader.mistakes };
}

/** The innermost part that stands at a line. */
export function partAt(parts: readonly LinePart[], line: number): LinePart | undefined {
  return parts.filter((part) => part.first <= line && line <= part.last)
    .sort((a, b) => (a.last - a.first) - (b.last - b.first) || b.path.length - a.path.length)[0];
}

// SPDX-License-Identifier: Apache-2.0
// A definition as YAML, as `taizhang definition show` writes it: what is short stands on one line.
import { isMap, type Tree } from './tree';

const kLineCharactersMax = 88;

// Only what no reader takes for anything else; all other text gets quotes.
const kHan = '\\u3000-\\u9fff\\uff01-\\uff60';
const kBlock = new RegExp(`^[\\w${kHan}][\\w${kHan} \\-+*/%=<>!.()',;?^|]*$`);
const kFlow = new RegExp(`^[\\w${kHan}][\\w${kHan} \\-+*/%=<>.()]*$`);
const kNull = /^(?:null|Null|NULL)$/;

function scalar(text: string, plain: RegExp): string {
  const isPlain = plain.test(text) && !text.endsWith(' ') && !kNull.test(text);
  return isPlain ? text : JSON.stringify(text);
}

function flow(tree: Tree): string {
  if (tree === null) return '~';
  if (typeof tree === 'string') return scalar(tree, kFlow);
  if (Array.isArray(tree)) return `[${tree.map(flow).join(', ')}]`;
  const entries = Object.entries(tree).map(([key, value]) =>
    `${scalar(key, kFlow)}: ${flow(value)}`);
  return `{${entries.join(', ')}}`;
}

function isSimple(tree: Tree): boolean {
  return tree === null || typeof tree === 'string';
}

function fitsOnLine(tree: Tree, indent: number): boolean {
  if (tree === null || typeof tree === 'string') return true;
  const inner = Array.isArray(tree) ? tree : Object.values(tree);
  return inner.length === 0 ||
    (inner.every(isSimple) && flow(tree).length + indent <= kLineCharactersMax);
}

// What stands behind a key or a dash: on its line, or on the lines below.
function behind(tree: Tree, indent: number): string[] {
  if (fitsOnLine(tree, indent)) {
    return [typeof tree === 'string' ? ` ${scalar(tree, kBlock)}` : ` ${flow(tree)}`];
  }
  return ['', ...entries(tree, indent)];
}

function entries(tree: Tree, indent: number): string[] {
  const space = ' '.repeat(indent);
  if (Array.isArray(tree)) {
    return tree.flatMap((item) => {
      if (isMap(item) && !fitsOnLine(item, indent + 2)) {
        const [first = '', ...rest] = entries(item, indent + 2);
        return [`${space}- ${first.trimStart()}`, ...rest];
      }
      const [first = '', ...rest] = behind(item, indent + 2);
      return [`${space}-${first}`, ...rest];
    });
  }
  return Object.entries(tree as Record<string, Tree>).flatMap(([key, value]) => {
    const [first = '', ...rest] = behind(value, indent + 2);
    return [`${space}${scalar(key, kBlock)}:${first}`, ...rest];
  });
}

export function toYaml(tree: Tree): string {
  return isSimple(tree) ? `${flow(tree)}\n` : `${entries(tree, 0).join('\n')}\n`;
}

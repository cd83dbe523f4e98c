// SPDX-License-Identifier: Apache-2.0
// Two people changed the same definition: what only one of them changed is taken; where both did,
// one's own stays and is named, so that it is looked at.
import { isMap, sameTree, textAt, type Tree, type TreeMap } from './tree';

export interface Merged {
  tree: TreeMap;
  /** Where both changed the same thing: "fields · amount · max". */
  conflicts: string[];
}

// A list of maps that have names is merged by them; other lists are one value.
function nameOf(tree: Tree): string {
  return textAt(tree, 'name');
}
function isNamed(tree: Tree | undefined): tree is Tree[] {
  return Array.isArray(tree) && tree.length > 0 && tree.every((one) => nameOf(one) !== '');
}

class Merger {
  readonly conflicts: string[] = [];

  value(base: Tree | undefined, theirs: Tree | undefined, mine: Tree | undefined,
    path: string[]): Tree | undefined {
    if (sameTree(mine, theirs) || sameTree(base, theirs)) return mine;
    if (sameTree(base, mine)) return theirs;
    if (isMap(theirs) && isMap(mine)) return this.map(isMap(base) ? base : {}, theirs, mine, path);
    if (isNamed(theirs) && isNamed(mine)) {
      return this.list(isNamed(base) ? base : [], theirs, mine, path);
    }
    this.conflicts.push(path.join(' · '));
    return mine ?? theirs;
  }

  map(base: TreeMap, theirs: TreeMap, mine: TreeMap, path: string[]): TreeMap {
    const keys = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
    const found: TreeMap = {};
    for (const key of keys) {
      const value = this.value(base[key], theirs[key], mine[key], [...path, key]);
      if (value !== undefined) found[key] = value;
    }
    return found;
  }

  // In their order, which is in force; one's own new ones come behind the one they stood behind.
  list(base: Tree[], theirs: Tree[], mine: Tree[], path: string[]): Tree[] {
    const at = (list: Tree[], name: string) => list.find((one) => nameOf(one) === name);
    const found = theirs.flatMap((one) => {
      const name = nameOf(one);
      const value = this.value(at(base, name), one, at(mine, name), [...path, name]);
      return value === undefined ? [] : [value];
    });
    mine.forEach((one, index) => {
      const name = nameOf(one);
      if (at(found, name) || at(base, name)) return;
      const before = index === 0 ? '' : nameOf(mine[index - 1] as Tree);
      const place = found.findIndex((other) => nameOf(other) === before);
      found.splice(index === 0 ? 0 : place < 0 ? found.length : place + 1, 0, one);
    });
    return found;
  }
}

export function merge(base: TreeMap, theirs: TreeMap, mine: TreeMap): Merged {
  const merger = new Merger();
  const tree = merger.map(base, theirs, mine, []);
  return { tree, conflicts: merger.conflicts };
}

// SPDX-License-Identifier: Apache-2.0
// What differs between two texts, line by line, with a little of what is around.

export interface DiffLine {
  kind: 'same' | 'gone' | 'new' | 'gap';
  text: string;
  /** Line numbers, 0 where the text has no such line. */
  before: number;
  after: number;
  /** Of a gap: how many lines are not shown. */
  left?: number;
}

function lengths(one: readonly string[], other: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: one.length + 1 }, () => new Uint32Array(other.length + 1));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    const row = table[i] as Uint32Array;
    const below = table[i + 1] as Uint32Array;
    for (let j = other.length - 1; j >= 0; j -= 1) {
      row[j] = one[i] === other[j] ? (below[j + 1] ?? 0) + 1
        : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

/** All lines of both, what goes before what comes. */
export function diffLines(before: string, after: string): DiffLine[] {
  const one = before.split('\n');
  const other = after.split('\n');
  const table = lengths(one, other);
  const found: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    const isLast = i >= one.length;
    if (!isLast && j < other.length && one[i] === other[j]) {
      found.push({ kind: 'same', text: one[i] ?? '', before: i + 1, after: j + 1 });
      i += 1;
      j += 1;
    } else if (!isLast &&
      (j >= other.length || (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) {
      found.push({ kind: 'gone', text: one[i] ?? '', before: i + 1, after: 0 });
      i += 1;
    } else {
      found.push({ kind: 'new', text: other[j] ?? '', before: 0, after: j + 1 });
      j += 1;
    }
  }
  return found;
}

/** Without the long stretches that are the same. */
export function closeTo(lines: readonly DiffLine[], around = 2): DiffLine[] {
  const near = lines.map((_, index) => lines
    .slice(Math.max(0, index - around), index + around + 1).some((line) => line.kind !== 'same'));
  const shown: DiffLine[] = [];
  lines.forEach((line, index) => {
    if (near[index]) {
      shown.push(line);
      return;
    }
    const last = shown.at(-1);
    if (last?.kind === 'gap') last.left = (last.left ?? 0) + 1;
    else shown.push({ kind: 'gap', text: '', before: 0, after: 0, left: 1 });
  });
  return shown;
}

export function isSameText(lines: readonly DiffLine[]): boolean {
  return lines.every((line) => line.kind === 'same');
}

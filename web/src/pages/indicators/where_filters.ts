// SPDX-License-Identifier: Apache-2.0
// The condition of an indicator as filters of a list of records. A list knows less than a
// definition: it compares a field with a value, all of them together. What it cannot say is told.
export interface Filters {
  /** "status eq paid", as the list takes them. */
  filters: string[];
  /** Parts of the condition that the list cannot say: it then shows more than the figure counts. */
  left: string[];
}

const kCompares: Record<string, string> = {
  '=': 'eq', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge',
};

const kValue = String.raw`'(?:[^'\\]|\\.)*'|-?\d+(?:\.\d+)?|true|false`;
const kComparison = new RegExp(String.raw`^(\w+)\s*(=|!=|<=|>=|<|>)\s*(${kValue})$`);
const kValues = String.raw`(?:${kValue})(?:\s*,\s*(?:${kValue}))*`;
const kOneOf = new RegExp(String.raw`^(\w+)\s+in\s*\(\s*(${kValues})\s*\)$`);
const kMissing = /^(\w+)\s+is\s+(not\s+)?missing$/;

/** Parts joined by `and` outside of quotes and brackets; one part where there is an `or`. */
export function conjuncts(condition: string): string[] {
  const tokens = condition.match(/'(?:[^'\\]|\\.)*'|\(|\)|[^\s()']+|\s+/g) ?? [];
  const found: string[] = [''];
  let depth = 0;
  for (const token of tokens) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0 && token === 'or') return [condition.trim()];
    if (depth === 0 && token === 'and') found.push('');
    else found[found.length - 1] += token;
  }
  return found.map((part) => part.trim()).filter((part) => part !== '');
}

function bare(value: string): string {
  return value.startsWith("'") ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
}

function filterOf(part: string): string | undefined {
  const missing = kMissing.exec(part);
  if (missing) return `${missing[1]} ${missing[2] ? 'present' : 'missing'}`;
  const compared = kComparison.exec(part);
  if (compared) {
    return `${compared[1]} ${kCompares[compared[2] ?? '']} ${bare(compared[3] ?? '')}`;
  }
  const oneOf = kOneOf.exec(part);
  if (!oneOf) return undefined;
  const values = (oneOf[2] ?? '').match(new RegExp(kValue, 'g'))?.map(bare) ?? [];
  // The list parts its values by commas.
  if (values.some((value) => value.includes(','))) return undefined;
  return `${oneOf[1]} in ${values.join(',')}`;
}

export function filtersOf(where: string | null): Filters {
  const found: Filters = { filters: [], left: [] };
  for (const part of where === null ? [] : conjuncts(where)) {
    const filter = filterOf(part);
    if (filter === undefined) found.left.push(part);
    else found.filters.push(filter);
  }
  return found;
}

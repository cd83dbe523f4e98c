// SPDX-License-Identifier: Apache-2.0
// What a new ledger or indicator begins with: what the language needs, and nothing else.
import type { TreeMap } from './tree';

export interface NewLedger {
  name: string;
  title: string;
  chapter: string;
  number: string;
}

export function blankLedger(one: NewLedger): TreeMap {
  return {
    ledger: one.name,
    title: one.title,
    chapter: one.chapter,
    purpose: `登记${one.title}`,
    number: one.number,
    retention: { years: '10' },
    fields: [
      { name: 'happened_on', title: '日期', type: 'date', role: 'happened_on', required: 'true' },
      { name: 'area', title: '所属社区', type: 'area', role: 'area' },
    ],
  };
}

export interface NewIndicator {
  name: string;
  title: string;
  of: string;
  unit: string;
}

export function blankIndicator(one: NewIndicator): TreeMap {
  return {
    indicator: one.name, title: one.title, of: one.of, measure: 'count', unit: one.unit,
  };
}

const kName = /^[a-z][a-z0-9_]{0,47}$/;

export function isName(text: string): boolean {
  return kName.test(text);
}

export function isDottedName(text: string): boolean {
  return text !== '' && text.split('.').every((part) => kName.test(part));
}

export function isPrefix(text: string): boolean {
  return /^[A-Z]{2,4}$/.test(text);
}

export interface Measure {
  kind: 'count' | 'sum' | 'distinct' | 'last' | 'ratio' | '';
  parts: string[];
}

/** ratio(a, b) → ratio, [a, b]; kind '' where it is written in no way that is known. */
export function readMeasure(text: string): Measure {
  const match = /^(sum|distinct|last|ratio)\(([^()]*)\)$/.exec(text.trim());
  if (text.trim() === 'count') return { kind: 'count', parts: [] };
  if (!match) return { kind: '', parts: [] };
  return {
    kind: match[1] as Measure['kind'],
    parts: (match[2] ?? '').split(',').map((part) => part.trim()),
  };
}

export function writeMeasure(measure: Measure): string {
  if (measure.kind === 'count' || measure.kind === '') return 'count';
  const parts = measure.kind === 'ratio'
    ? [measure.parts[0] ?? '', measure.parts[1] ?? ''] : [measure.parts[0] ?? ''];
  return `${measure.kind}(${parts.join(', ')})`;
}

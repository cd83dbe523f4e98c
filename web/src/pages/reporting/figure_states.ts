// SPDX-License-Identifier: Apache-2.0
// How a figure of the text stands: bound to its records, missing, or changed since it was written.
import { isEqual, parseDecimal } from '@/pages/indicators/decimal';
import type { ReportDocument, ReportFigure } from './report_document';

export type FigureState = 'bound' | 'missing' | 'changed';
export const kFigureStates: readonly FigureState[] = ['bound', 'missing', 'changed'];

/** Values of today by indicator; undefined while they are not known. */
export type Present = ReadonlyMap<string, { value: string | null }>;

function isSame(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  const [x, y] = [parseDecimal(a), parseDecimal(b)];
  return x && y ? isEqual(x, y) : a === b;
}

/** What is written in the text stays; that there is another value by now is only marked. */
export function stateOf(figure: ReportFigure, present: Present): FigureState {
  const today = present.get(figure.indicator);
  if (today && !isSame(figure.value, today.value)) return 'changed';
  return figure.state === 'missing' ? 'missing' : 'bound';
}

export function statesOf(report: ReportDocument, present: Present): Map<number, FigureState> {
  return new Map(report.figures.map((figure) => [figure.number, stateOf(figure, present)]));
}

export function countStates(states: ReadonlyMap<number, FigureState>) {
  const counts: Record<FigureState, number> = { bound: 0, missing: 0, changed: 0 };
  for (const state of states.values()) counts[state] += 1;
  return counts;
}

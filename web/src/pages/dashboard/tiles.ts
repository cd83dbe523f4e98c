// SPDX-License-Identifier: Apache-2.0
// Which figures stand on the board and in which order; the choice is the person's own, kept in the
// browser.
import type { Schemas } from '@/common/api';
import { keep, kept } from '@/common/keeping';
import type { IndicatorChapter } from '@/pages/indicators/chapters';

type Indicator = Schemas['Indicator'];

export interface Choice {
  /** Names of indicators that are shown; null: those of the report. */
  shown: string[] | null;
  /** Those at the head; null: some of each kind. */
  first: string[] | null;
}

const kFirst = 8;
const kRatesFirst = 3;

const place = (person: string) => `board.${person}`;
const reportPlace = (template: string) => `report-figures.${template}`;

function names(value: unknown): string[] | null {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : null;
}

export function readChoice(text: string | null): Choice {
  try {
    const found = JSON.parse(text ?? '{}') as Record<string, unknown>;
    return { shown: names(found.shown), first: names(found.first) };
  } catch {
    return { shown: null, first: null };
  }
}

export function choiceOf(person: string): Choice {
  return readChoice(kept(place(person)));
}

export function keepChoice(person: string, choice: Choice): void {
  const isPlain = choice.shown === null && choice.first === null;
  keep(place(person), isPlain ? null : JSON.stringify(choice));
}

/** What a report had in it when it was last written here. */
export function keptReportFigures(template: string): string[] | null {
  try {
    return names(JSON.parse(kept(reportPlace(template)) ?? 'null'));
  } catch {
    return null;
  }
}

export function keepReportFigures(template: string, found: readonly string[]): void {
  keep(reportPlace(template), JSON.stringify(found));
}

/** Chapters with only what is shown. None chosen and no report known: all. */
export function shownChapters(
  chapters: readonly IndicatorChapter[], choice: Choice, ofReport: readonly string[] | null,
): IndicatorChapter[] {
  const wanted = choice.shown ?? ofReport;
  const isShown = wanted === null ? () => true : (one: Indicator) => wanted.includes(one.name);
  return chapters
    .map(({ chapter, indicators }) => ({ chapter, indicators: indicators.filter(isShown) }))
    .filter((one) => one.indicators.length > 0);
}

/** Rates first, then the first of each chapter, then the second …: something of everything. */
function someOfEach(chapters: readonly IndicatorChapter[]): string[] {
  const rates = chapters.flatMap((one) => one.indicators)
    .filter((indicator) => indicator.unit === '%').slice(0, kRatesFirst).map((one) => one.name);
  const found = new Set(rates);
  const longest = Math.max(0, ...chapters.map((one) => one.indicators.length));
  for (let index = 0; index < longest; index += 1) {
    for (const { indicators } of chapters) {
      const name = indicators[index]?.name;
      if (name !== undefined && found.size < kFirst) found.add(name);
    }
  }
  return [...found];
}

/** Those at the head, in the order in which they were put there. */
export function firstTiles(
  chapters: readonly IndicatorChapter[], choice: Choice,
): Indicator[] {
  const all = new Map(chapters.flatMap((one) => one.indicators).map((one) => [one.name, one]));
  return (choice.first ?? someOfEach(chapters))
    .map((name) => all.get(name)).filter((one) => one !== undefined);
}

export function toggled(list: readonly string[], name: string): string[] {
  return list.includes(name) ? list.filter((one) => one !== name) : [...list, name];
}

// SPDX-License-Identifier: Apache-2.0
// The big screen turns its pages: so many tiles at a time, chapter by chapter.
import type { Schemas } from '@/common/api';
import type { IndicatorChapter } from '@/pages/indicators/chapters';

type Indicator = Schemas['Indicator'];

export interface ScreenPage {
  title: string;
  indicators: Indicator[];
}

/** As even as may be: of 9 tiles not 8 and one alone. */
function evenly(indicators: readonly Indicator[], most: number): Indicator[][] {
  const pages = Math.max(1, Math.ceil(indicators.length / most));
  const size = Math.ceil(indicators.length / pages);
  return Array.from({ length: pages }, (_, page) =>
    indicators.slice(page * size, (page + 1) * size)).filter((one) => one.length > 0);
}

export function screenPages(
  first: readonly Indicator[], chapters: readonly IndicatorChapter[], firstTitle: string,
  most: number,
): ScreenPage[] {
  const parts = [{ chapter: firstTitle, indicators: first }, ...chapters];
  return parts.flatMap(({ chapter, indicators }) => {
    const pages = evenly(indicators, most);
    return pages.map((own, index) => ({
      title: pages.length > 1 ? `${chapter} ${index + 1}/${pages.length}` : chapter,
      indicators: own,
    }));
  });
}

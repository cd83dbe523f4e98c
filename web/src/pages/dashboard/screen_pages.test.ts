// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Indicator } from '@/pages/indicators/figures';
import { screenPages } from './screen_pages';

const some = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `i${index}` }) as Indicator);

describe('pages of the big screen', () => {
  it('are even and named', () => {
    const pages = screenPages(some(2), [{ chapter: '民生', indicators: some(9) }], '置顶', 8);
    expect(pages.map((page) => [page.title, page.indicators.length]))
      .toEqual([['置顶', 2], ['民生 1/2', 5], ['民生 2/2', 4]]);
  });
  it('are none where there is nothing', () => {
    expect(screenPages([], [], '置顶', 8)).toEqual([]);
  });
});

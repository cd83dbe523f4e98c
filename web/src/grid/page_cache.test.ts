// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { type Page, type PageAsk, PageCache } from './page_cache';

interface Row {
  id: string;
  text: string;
}

function listOf(count: number) {
  const rows: Row[] = Array.from({ length: count }, (_, index) =>
    ({ id: String(index), text: `第 ${index}` }));
  const asked: PageAsk[] = [];
  const ask = (what: PageAsk): Promise<Page<Row>> => {
    asked.push(what);
    const from = what.after === undefined ? 0
      : rows.findIndex((row) => Number(row.id) > Number(what.after));
    const page = from < 0 ? [] : rows.slice(from, from + what.count);
    const isLast = from < 0 || from + what.count >= rows.length;
    return Promise.resolve({ rows: page, next: isLast ? null : page.at(-1)?.id ?? null });
  };
  return { rows, asked, ask };
}

const options = { pageRows: 10, pagesMax: 3 };

describe('pages of a list', () => {
  it('grow as they are read and know their end', async () => {
    const { ask } = listOf(25);
    const cache = new PageCache(ask, options);
    expect(cache.reach).toBe(10);
    await cache.need(0, 5);
    expect(cache.at(4)?.text).toBe('第 4');
    expect([cache.known, cache.reach, cache.isWhole]).toEqual([10, 20, false]);
    await cache.need(10, 20);
    await cache.need(20, 30);
    expect([cache.known, cache.isWhole]).toEqual([25, true]);
    expect(cache.at(25)).toBeUndefined();
  });

  it('are asked for once', async () => {
    const { ask, asked } = listOf(25);
    const cache = new PageCache(ask, options);
    await Promise.all([cache.need(0, 3), cache.need(2, 8)]);
    await cache.need(0, 8);
    expect(asked.length).toBe(1);
  });

  it('are reached far away by reading on with next to nothing in them', async () => {
    const { ask, asked } = listOf(95);
    const cache = new PageCache(ask, options);
    await cache.need(0, 1);
    const seen: number[] = [];
    expect(await cache.readOn(72, (known) => { seen.push(known); }, new AbortController().signal))
      .toBe(true);
    expect(seen.at(-1)).toBe(70);
    expect(asked.slice(1).every((one) => one.lean)).toBe(true);
    expect(cache.at(72)).toBeUndefined();
    await cache.need(72, 73);
    expect(cache.at(72)?.text).toBe('第 72');
  });

  it('leave off reading on when it is called off', async () => {
    const { ask } = listOf(95);
    const cache = new PageCache(ask, options);
    await cache.need(0, 1);
    const stop = new AbortController();
    const reached = await cache.readOn(90, () => { stop.abort(); }, stop.signal);
    expect(reached).toBe(false);
    expect(cache.reach).toBeGreaterThan(10);
  });

  it('are dropped when they were not used for long, and read again', async () => {
    const { ask, asked } = listOf(60);
    const cache = new PageCache(ask, options);
    for (let row = 0; row < 50; row += 10) await cache.need(row, row + 1);
    expect(cache.at(0)).toBeUndefined();
    expect(cache.at(45)).toBeDefined();
    const before = asked.length;
    await cache.need(0, 1);
    expect(asked.length).toBe(before + 1);
    expect(cache.at(0)?.id).toBe('0');
  });

  it('show nothing twice where a row has left the list meanwhile', async () => {
    const { ask, rows } = listOf(60);
    const cache = new PageCache(ask, options);
    for (let row = 0; row < 50; row += 10) await cache.need(row, row + 1);
    rows.splice(3, 1);
    await cache.need(0, 1);
    expect([...cache.kept()].filter((row) => row.id === '10').length).toBeLessThan(2);
    expect(cache.at(8)?.id).toBe('9');
    expect(cache.at(9)).toBeUndefined();
  });

  it('take a newer row in the place of the old', async () => {
    const { ask } = listOf(5);
    const cache = new PageCache(ask, options);
    await cache.need(0, 1);
    expect(cache.replace({ id: '2', text: '改了' })).toBe(true);
    expect(cache.at(2)?.text).toBe('改了');
    expect(cache.replace({ id: '99', text: '没有' })).toBe(false);
  });
});

// SPDX-License-Identifier: Apache-2.0
// Two grids on the same rows in memory, to be measured from outside: window.measure(name).
import {
  AllCommunityModule, createGrid, type GridApi, ModuleRegistry,
} from 'ag-grid-community';
import { createApp, h, nextTick } from 'vue';
import Grid from '@/grid/Grid.vue';
import type { GridColumn, GridSource } from '@/grid/types';
import '@/styles/index.css';
import './grid_page.css';

const kRows = 100_000;
const kColumns = 15;
const kFrozen = 2;
const kFrames = 120;
const kPixelsPerFrame = 240;

const words = ['意外事件', '重大疾病', '必需支出骤增', '受疫情影响', '其他'];
const keys = Array.from({ length: kColumns }, (_, index) => `c${index}`);
type Row = Record<string, string>;

const two = (value: number) => String(value).padStart(2, '0');

function textAt(row: number, column: number): string {
  switch (column % 5) {
    case 0: return `JZ-2020-${String(row + 1).padStart(6, '0')}`;
    case 1: return `2020-${two((row % 12) + 1)}-${two((row % 28) + 1)}`;
    case 2: return words[(row + column) % words.length] ?? '';
    case 3: return `${((row * 37 + column) % 90_000) / 100}`;
    default: return `石桥第${(row % 9) + 1}网格`;
  }
}
const rows: Row[] = Array.from({ length: kRows }, (_, row) =>
  Object.fromEntries(keys.map((key, column) => [key, textAt(row, column)])));

interface Shown {
  scroller: () => Element | undefined;
  remove: () => void;
}

function ours(place: HTMLElement): Shown {
  const columns: GridColumn[] = keys.map((key, index) => ({
    key, title: `第 ${index + 1} 列`, width: 120, align: index % 5 === 3 ? 'right' : 'left',
    series: 'text',
  }));
  const source: GridSource = {
    rowCount: () => kRows,
    isLoaded: () => true,
    rowName: (row) => String(row + 1),
    rowMarks: () => '',
    look: (row, key) => ({ text: rows[row]?.[key] ?? '', marks: '' }),
    text: (row, key) => rows[row]?.[key] ?? '',
    canWrite: () => true,
  };
  const app = createApp({
    render: () => h(Grid, {
      columns, frozen: kFrozen, source, rows: kRows, version: 0, label: 'ours', sorts: {},
    }),
  });
  app.mount(place);
  return {
    scroller: () => place.querySelector('.grid') ?? undefined,
    remove: () => { app.unmount(); },
  };
}

function theirs(place: HTMLElement): Shown {
  ModuleRegistry.registerModules([AllCommunityModule]);
  const api: GridApi<Row> = createGrid<Row>(place, {
    rowHeight: 32,
    headerHeight: 32,
    animateRows: false,
    rowData: rows,
    columnDefs: [
      { headerName: '', width: 52, pinned: 'left', valueGetter: (one) => one.node?.rowIndex },
      ...keys.map((key, index) => ({
        field: key, headerName: `第 ${index + 1} 列`, width: 120, editable: true,
        ...(index < kFrozen ? { pinned: 'left' as const } : {}),
      })),
    ],
  });
  return {
    // Whichever of its parts is the one that scrolls.
    scroller: () => [...place.querySelectorAll('*')].find((one) =>
      one.scrollHeight > one.clientHeight + 1000 &&
      /auto|scroll/.test(getComputedStyle(one).overflowY)),
    remove: () => { api.destroy(); },
  };
}

const frame = () => new Promise<number>((resolve) => { requestAnimationFrame(resolve); });

// Until the words of the first row are in the page and the frame with them is done.
async function untilShown(place: HTMLElement): Promise<void> {
  const first = textAt(0, 0);
  while (!place.textContent?.includes(first)) await frame();
  await frame();
  await frame();
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Scrolls a fixed way with each frame; how long frames took, and how many lines stood in view. */
async function scrolled(element: Element, pixels: number) {
  const times: number[] = [];
  let before = await frame();
  for (let step = 0; step < kFrames; step += 1) {
    element.scrollTop += pixels;
    const now = await frame();
    times.push(now - before);
    before = now;
  }
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), max: Math.max(...times) };
}

export interface Measured {
  firstRender: number;
  steady: { p50: number; p95: number; max: number };
  jumps: { p50: number; p95: number; max: number };
  elements: number;
  end: string;
}

async function measure(name: 'ours' | 'theirs'): Promise<Measured> {
  const place = document.querySelector<HTMLElement>('#place');
  if (!place) throw new Error('no place');
  await frame();
  const begin = performance.now();
  const shown = name === 'ours' ? ours(place) : theirs(place);
  await nextTick();
  await untilShown(place);
  const firstRender = performance.now() - begin;
  const scroller = shown.scroller();
  if (!scroller) throw new Error(`${name} does not scroll`);
  const steady = await scrolled(scroller, kPixelsPerFrame);
  const jumps = await scrolled(scroller, Math.floor((kRows * 32) / kFrames / 1.1));
  scroller.scrollTop = scroller.scrollHeight;
  for (let wait = 0; wait < 30; wait += 1) await frame();
  // Who shows nothing is fast: the last row has to be there.
  const end = place.textContent?.includes(textAt(kRows - 1, 0)) ? 'shown' : 'missing';
  const elements = place.querySelectorAll('*').length;
  shown.remove();
  place.replaceChildren();
  return { firstRender, steady, jumps, elements, end };
}

declare global {
  interface Window {
    measure: typeof measure;
    sizes: { rows: number; columns: number };
  }
}
window.measure = measure;
window.sizes = { rows: kRows, columns: kColumns };

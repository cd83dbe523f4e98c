// SPDX-License-Identifier: Apache-2.0
// Which columns are shown, in which order, how wide, and how many of them stay in sight. Order and
// choice belong to a view; widths and freezing to this browser.
import { kColumnWidthMax, kColumnWidthMin } from './limits';

export interface Arrangement {
  /** Keys in their order; what is not in it is hidden. */
  shown: readonly string[];
  widths: Readonly<Record<string, number>>;
  frozen: number;
}

/** What is there now, in the order that was kept; what has come since stands at the end. */
export function arranged(
  keys: readonly string[], kept: readonly string[], always: readonly string[] = [],
): string[] {
  if (kept.length === 0) return [...keys];
  const shown = kept.filter((key) => keys.includes(key));
  return [...always.filter((key) => !shown.includes(key)), ...shown];
}

export function resized(from: Arrangement, key: string, width: number): Arrangement {
  const fits = Math.round(Math.max(kColumnWidthMin, Math.min(width, kColumnWidthMax)));
  return { ...from, widths: { ...from.widths, [key]: fits } };
}

/** Also across the frozen edge: who moves a column there wants it in sight. */
export function moved(from: Arrangement, key: string, to: number): Arrangement {
  const at = from.shown.indexOf(key);
  const place = Math.max(0, Math.min(to, from.shown.length - 1));
  if (at < 0 || at === place) return from;
  const shown = from.shown.filter((one) => one !== key);
  shown.splice(place, 0, key);
  return { ...from, shown };
}

export function hidden(from: Arrangement, key: string): Arrangement {
  const at = from.shown.indexOf(key);
  if (at < 0 || from.shown.length === 1) return from;
  const frozen = at < from.frozen ? from.frozen - 1 : from.frozen;
  return { ...from, shown: from.shown.filter((one) => one !== key), frozen };
}

/** Back to where it stands in the definition, among those that are shown. */
export function unhidden(from: Arrangement, key: string, keys: readonly string[]): Arrangement {
  if (from.shown.includes(key)) return from;
  const before = keys.slice(0, keys.indexOf(key)).filter((one) => from.shown.includes(one)).at(-1);
  const shown = [...from.shown];
  const place = before === undefined ? 0 : shown.indexOf(before) + 1;
  shown.splice(place, 0, key);
  return { ...from, shown, frozen: place < from.frozen ? from.frozen + 1 : from.frozen };
}

export function frozenTo(from: Arrangement, count: number): Arrangement {
  return { ...from, frozen: Math.max(0, Math.min(count, from.shown.length)) };
}

interface Keeping {
  widths: Record<string, number>;
  frozen: number;
  /** Empty: as the view or the definition has it. */
  shown: string[];
}

export function written(from: Arrangement, withShown: boolean): string {
  const shown = withShown ? from.shown : [];
  return JSON.stringify({ widths: from.widths, frozen: from.frozen, shown });
}

/** What this browser kept, as far as it can be read. */
export function readKeeping(text: string | null, frozen: number): Keeping {
  try {
    const value = JSON.parse(text ?? '') as Partial<Keeping> | null;
    const widths = Object.entries(value?.widths ?? {})
      .filter(([, width]) => Number.isFinite(width));
    const shown = Array.isArray(value?.shown) ? value.shown.map(String) : [];
    return {
      widths: Object.fromEntries(widths), frozen: Number(value?.frozen ?? frozen) || 0, shown,
    };
  } catch {
    return { widths: {}, frozen, shown: [] };
  }
}

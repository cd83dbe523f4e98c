// SPDX-License-Identifier: Apache-2.0
// Where a record was opened from, so that it can lead on to the one before and after, and back.
// Kept for the tab: it holds over a reload, and another tab has its own.

export interface Trail {
  /** The address of the list, with its query. */
  back: string;
  /** As they stood in the list, with the ledger where it is a list of several. */
  records: readonly { id: string; ledger: string }[];
}

export interface Neighbours {
  /** 1 for the first. */
  place: number;
  of: number;
  before: { id: string; ledger: string } | undefined;
  after: { id: string; ledger: string } | undefined;
}

const kPlace = 'taizhang.trail';
const kRecordsMax = 1_000;

/** Around the one that is opened: a grid may have loaded many thousands. */
export function cut(trail: Trail, opened: string, most = kRecordsMax): Trail {
  const at = Math.max(0, trail.records.findIndex((one) => one.id === opened));
  const from = Math.max(0, Math.min(at - Math.floor(most / 2), trail.records.length - most));
  return { back: trail.back, records: trail.records.slice(from, from + most) };
}

/** To be called by a list when one of its records is opened. */
export function keepTrail(trail: Trail, opened: string): void {
  try {
    sessionStorage.setItem(kPlace, JSON.stringify(cut(trail, opened)));
  } catch {
    // Then there is no way on, only the way back of the browser.
  }
}

function isTrail(value: unknown): value is Trail {
  return typeof value === 'object' && value !== null &&
    typeof (value as Trail).back === 'string' && (value as Trail).back.startsWith('/') &&
    Array.isArray((value as Trail).records);
}

/** The trail that the record is on; undefined where it was not opened from a list. */
export function trailOf(record: string): Trail | undefined {
  try {
    const trail: unknown = JSON.parse(sessionStorage.getItem(kPlace) ?? 'null');
    return isTrail(trail) && trail.records.some((one) => one.id === record) ? trail : undefined;
  } catch {
    return undefined;
  }
}

export function neighbours(trail: Trail, record: string): Neighbours {
  const at = trail.records.findIndex((one) => one.id === record);
  return {
    place: at + 1,
    of: trail.records.length,
    before: at > 0 ? trail.records[at - 1] : undefined,
    after: trail.records[at + 1],
  };
}

// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { isStillKept, keepFile, keptFile } from './kept_file';
import { createPinia, setActivePinia } from 'pinia';
import { kPlainReading } from './import_request';

const kHour = 3_600_000;
const kept = {
  ledger: 'visits', account: 'minsheng', name: '6月.csv', size: 2, file: new Blob(['ab']),
  reading: { ...kPlainReading }, at: 0,
};

it('is kept for who chose it, for a day', () => {
  expect(isStillKept(kept, 'minsheng', 23 * kHour)).toBe(true);
  expect(isStillKept(kept, 'minsheng', 24 * kHour)).toBe(false);
  expect(isStillKept(kept, 'dangzheng', kHour)).toBe(false);
});

it('is just not there in a browser that keeps nothing', async () => {
  setActivePinia(createPinia());
  await keepFile(kept);
  expect(await keptFile('visits', 'minsheng')).toBeUndefined();
});

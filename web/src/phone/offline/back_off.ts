// SPDX-License-Identifier: Apache-2.0
// How long to wait after failures, so that a hundred phones that come back at once do not knock at
// the same moment.
const kFirstMilliseconds = 2_000;
const kMillisecondsMax = 5 * 60_000;
const kSpread = 0.25;

/** `chance` is 0 to 1; what the server asks for is never gone below. */
export function backOff(tries: number, chance: number, askedSeconds = 0): number {
  const whole = Math.min(kFirstMilliseconds * 2 ** Math.max(0, tries - 1), kMillisecondsMax);
  const spread = Math.round(whole * (1 - kSpread + 2 * kSpread * chance));
  return Math.max(spread, askedSeconds * 1000);
}

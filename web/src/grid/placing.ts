// SPDX-License-Identifier: Apache-2.0
// Where something that floats goes: under what it belongs to, or over it where there is no room.

const kWanted = 280;
const kGap = 4;
const kWidthMax = 340;

export function placeBeside(
  place: Element, within?: Element | undefined,
): Record<string, string> {
  const box = place.getBoundingClientRect();
  const bounds = within?.getBoundingClientRect();
  const height = window.innerHeight;
  const left = Math.max(8, Math.min(box.left, window.innerWidth - kWidthMax - 8));
  const isOut = bounds && (box.bottom < bounds.top || box.top > bounds.bottom);
  const down = height - box.bottom;
  return {
    left: `${left}px`,
    ...(down < kWanted && box.top > down
      ? { bottom: `${height - box.top + kGap}px` } : { top: `${box.bottom + kGap}px` }),
    ...(isOut ? { visibility: 'hidden' } : {}),
  };
}

// SPDX-License-Identifier: Apache-2.0
// The two darks are alike, every colour has both lights, and text on its ground can be read.
// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const text = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function block(selector: string): Map<string, string> {
  const from = text.indexOf(`${selector} {`);
  const body = text.slice(from, text.indexOf('}', from));
  return new Map([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)]
    .map((found) => [found[1] ?? '', found[2] ?? '']));
}
const light = block(':root');
const dark = block(":root[data-theme='dark']");

it('has one dark', () => {
  expect(light.size).toBeGreaterThan(40);
  expect(block(':root:not([data-theme])')).toEqual(dark);
  expect([...dark.keys()]).toEqual([...light.keys()]);
});

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const pairs: [string, string, number][] = [
  ...['ink', 'ink2', 'ink3', 'primary', 'red', 'amber', 'green'].flatMap((ink) =>
    ['surface', 'paper', 'sunken'].map((ground): [string, string, number] => [ink, ground, 4.5])),
  ['ink3', 'band', 4.5], ['ink2', 'band', 4.5], ['edge', 'surface', 3],
  ...['primary', 'red', 'amber', 'green'].flatMap((ink): [string, string, number][] =>
    [[ink, `${ink}-w`, 4.5], ['ink', `${ink}-w`, 4.5], [`on-${ink}`, ink, 4.5]]),
];

it.each(pairs.filter(([ink, ground]) => light.has(`--${ink}`) && light.has(`--${ground}`)))(
  '%s on %s can be read', (ink, ground, least) => {
    for (const tokens of [light, dark]) {
      expect(contrast(tokens.get(`--${ink}`) ?? '', tokens.get(`--${ground}`) ?? ''))
        .toBeGreaterThanOrEqual(least);
    }
  });

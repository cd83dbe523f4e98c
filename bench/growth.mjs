// SPDX-License-Identifier: Apache-2.0
// growth.mjs MEASURED PAGE SVG: the growth as a table in the page and as a plot with two logarithmic
// axes. MEASURED has lines of records, microseconds of import, figures and verify, peak KiB of verify
// and bytes of the store.
import { readFileSync, writeFileSync } from 'node:fs';
import { writeBetween } from './between.mjs';

const [measuredFile, pageFile, svgFile] = process.argv.slice(2);
const points = readFileSync(measuredFile, 'utf8').trim().split('\n').map((line) => {
  const [records, imported, figures, verify, peak, bytes] = line.split('\t').map(Number);
  return { records, import: imported / 1e6, figures: figures / 1e6, verify: verify / 1e6,
    peak: peak / 1024, store: bytes / 2 ** 20 };
});

const grouped = (value) => Math.round(value).toLocaleString('en-US');
const rate = (point, seconds) => grouped(point.records / seconds);
const table = [
  '| records | import, s | rows/s | figures, ms | verify, s | records/s | peak of verify, MiB | store, MiB |',
  '|---|---|---|---|---|---|---|---|',
  ...points.map((point) => `| ${[grouped(point.records), point.import.toPrecision(3),
    rate(point, point.import), (point.figures * 1000).toPrecision(3), point.verify.toPrecision(3),
    rate(point, point.verify), grouped(point.peak), grouped(point.store)].join(' | ')} |`),
  '', '![Time of import, verify and figures against the number of records](growth.svg)', ''];

// The plot.
const size = { width: 690, height: 480 };
const area = { left: 82, right: 560, top: 64, bottom: 404 };
const series = [
  { key: 'import', zh: '导入', en: 'import', colour: '#1f5fa8' },
  { key: 'verify', zh: '核验', en: 'verify', colour: '#b5472b' },
  { key: 'figures', zh: '数字', en: 'figures', colour: '#2a7d4f' }];

const exponents = (values) => ({
  from: Math.floor(Math.log10(Math.min(...values)) + 1e-9),
  to: Math.ceil(Math.log10(Math.max(...values)) - 1e-9) });
const across = exponents(points.map((point) => point.records));
const seconds = points.flatMap((point) => series.map(({ key }) => point[key]));
const up = exponents(seconds);
const share = (value, range) => (Math.log10(value) - range.from) / Math.max(range.to - range.from, 1);
const x = (records) => area.left + share(records, across) * (area.right - area.left);
const y = (time) => area.bottom - share(time, up) * (area.bottom - area.top);
const n = (value) => value.toFixed(1);

const powers = (range) => Array.from({ length: range.to - range.from + 1 }, (_, i) => range.from + i);
const recordsLabel = (exponent) =>
  ({ 2: '一百', 3: '一千', 4: '一万', 5: '十万', 6: '百万', 7: '千万', 8: '亿' })[exponent] ?? '';
const timeLabel = (exponent) =>
  exponent < -3 ? `${10 ** (exponent + 6)} µs` : exponent < 0 ? `${10 ** (exponent + 3)} ms`
    : `${grouped(10 ** exponent)} s`;

const grid = () => [
  ...powers(up).map((exponent) => {
    const at = n(y(10 ** exponent));
    return `<line x1="${area.left}" x2="${area.right}" y1="${at}" y2="${at}" class="grid"/>` +
      `<text x="${area.left - 10}" y="${at}" dy="0.35em" text-anchor="end">${timeLabel(exponent)}</text>`;
  }),
  ...powers(across).map((exponent) => {
    const at = n(x(10 ** exponent));
    return `<line x1="${at}" x2="${at}" y1="${area.top}" y2="${area.bottom}" class="grid"/>` +
      `<text x="${at}" y="${area.bottom + 22}" text-anchor="middle">${grouped(10 ** exponent)}</text>` +
      `<text x="${at}" y="${area.bottom + 39}" text-anchor="middle" class="soft">${recordsLabel(exponent)}</text>`;
  })];

// What linear growth from the first point of import would be.
const linear = () => {
  const [first] = points;
  const last = points.at(-1);
  const at = (point) => first.import * (point.records / first.records);
  const top = Math.min(at(last), 10 ** up.to);
  const records = first.records * (top / first.import);
  return `<line x1="${n(x(first.records))}" y1="${n(y(first.import))}" x2="${n(x(records))}" ` +
    `y2="${n(y(top))}" class="linear"/>`;
};

// Labels stand at the ends of their lines, apart from one another.
const labels = () => {
  const wanted = series.map((line) => ({ ...line, at: y(points.at(-1)[line.key]) }))
    .sort((a, b) => a.at - b.at);
  for (let i = 1; i < wanted.length; ++i) wanted[i].at = Math.max(wanted[i].at, wanted[i - 1].at + 40);
  return wanted.map((line) => {
    const last = points.at(-1);
    const value = line.key === 'figures' ? `${(last.figures * 1000).toPrecision(2)} ms`
      : `${rate(last, last[line.key])} /s`;
    return `<text x="${area.right + 16}" y="${n(line.at)}" class="name ${line.key}">` +
      `${line.zh} <tspan class="soft">${line.en}</tspan></text>` +
      `<text x="${area.right + 16}" y="${n(line.at + 18)}" class="soft">${value}</text>`;
  });
};

const lines = () => series.map((line) => {
  const places = points.map((point) => `${n(x(point.records))},${n(y(point[line.key]))}`);
  return `<polyline points="${places.join(' ')}" fill="none" stroke="${line.colour}" stroke-width="2.5" ` +
    'stroke-linejoin="round"/>' + places.map((place) => {
    const [cx, cy] = place.split(',');
    return `<circle cx="${cx}" cy="${cy}" r="4.5" fill="${line.colour}" stroke="#fff" stroke-width="1.5"/>`;
  }).join('');
});

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" \
width="${size.width}" height="${size.height}" role="img" aria-labelledby="title">
<!-- SPDX-License-Identifier: Apache-2.0; written by ./run bench growth -->
<title id="title">Time of import, verify and figures against the number of records</title>
<style>
text { font: 13px "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; fill: #333 }
.head { font-size: 16px; font-weight: 600 } .soft { fill: #777; font-size: 12px }
.name { font-weight: 600 }
.grid { stroke: #e3e3e3 } .linear { stroke: #9a9a9a; stroke-width: 1.5; stroke-dasharray: 5 5 }
${series.map((line) => `.${line.key} { fill: ${line.colour} }`).join(' ')}
</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${area.left}" y="28" class="head">条目增多时的用时</text>
<text x="${area.left}" y="48" class="soft">Time against the number of records; both axes logarithmic</text>
${[...grid(), linear(), ...lines(), ...labels()].join('\n')}
<line x1="${area.left}" x2="${area.right}" y1="${area.bottom}" y2="${area.bottom}" stroke="#888"/>
<text x="${(area.left + area.right) / 2}" y="${area.bottom + 58}" text-anchor="middle" class="soft">\
条目数 records（虚线：与条目数成正比 dashed: in proportion）</text>
</svg>
`;

writeBetween(pageFile, 'growth', () => table.join('\n'));
writeFileSync(svgFile, svg);

// SPDX-License-Identifier: Apache-2.0
// page.mjs json|table|page RESULTS [PAGE]: the measured lines as JSON, as a table for the terminal,
// or written into the table of a page, each in the place of the line of its name.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { writeBetween } from './between.mjs';

const [output, resultsFile, pageFile] = process.argv.slice(2);

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

// So many digits that mean something.
const shown = (value, wanted = 3) => {
  if (value === 0) return '0';
  const digits = Math.max(0, wanted - 1 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 4));
};

const kinds = {
  most: (ours, reference) => ours / reference,
  least: (ours, reference) => reference / ours,
  peak: (ours) => ours,
};

const side = (text, unit) => {
  const divisor = unit === 'MiB' ? 1024 : 1000;
  const values = text.split(' ').map((value) => Number(value) / divisor);
  return { median: median(values), min: Math.min(...values), max: Math.max(...values), values };
};

const results = readFileSync(resultsFile, 'utf8').split('\n').filter(Boolean).map((line) => {
  const [name, kind, goal, unit, left, right] = line.split('\t');
  const ours = side(left, unit);
  const reference = side(right, unit);
  const ratio = kinds[kind](ours.median, reference.median);
  const holds = kind === 'least' ? ratio >= Number(goal) : ratio <= Number(goal);
  return { name, kind, goal: Number(goal), unit, ours, reference, ratio, holds };
});

const goalText = (result) =>
  ({ most: '≤ ', least: '≥ ', peak: '≤ ' })[result.kind] + result.goal +
  ({ most: '', least: '×', peak: ' MiB' })[result.kind];
const sideText = ({ median, min, max }, unit) =>
  `${shown(median)} ${unit} (${shown(min)}–${shown(max)})`;
const cells = (result) => [
  `\`${result.name}\``, sideText(result.ours, result.unit), sideText(result.reference, result.unit),
  shown(result.ratio, 4), goalText(result), result.holds ? 'yes' : '**no**'];

const version = (command, args) => {
  try {
    return execFileSync(command, args, { encoding: 'utf8' }).split('\n')[0];
  } catch {
    return '';
  }
};

const machine = () => {
  const processors = cpus();
  const system = /PRETTY_NAME="(.*)"/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  return `${processors.length} × ${processors[0].model.trim()}, ` +
    `${Math.round(totalmem() / 2 ** 30)} GiB, ${system}, Linux ${release()}, ` +
    `${version('g++', ['--version'])}, SQLite ${version('sqlite3', ['--version']).split(' ')[0]}, ` +
    `release build of ${version('git', ['describe', '--always', '--dirty', '--exclude=*'])}, ` +
    `${new Date().toISOString().slice(0, 10)}.`;
};

const row = (result) => `| ${cells(result).join(' | ')} |`;

// Lines measured now replace those of their name; others stay.
const updatedTable = (before) => {
  const head = '| name | ours | reference | ratio | goal | holds |\n|---|---|---|---|---|---|\n';
  const lines = new Map(before.split('\n').filter((line) => line.startsWith('| `'))
    .map((line) => [line.split('`')[1], line]));
  for (const result of results) lines.set(result.name, row(result));
  return `${head}${[...lines.values()].join('\n')}\n`;
};

if (output === 'json') {
  const fields = results.map(({ name, ratio, goal, holds, ours, reference }) => ({
    name, ratio: Number(ratio.toPrecision(4)), goal, holds,
    ours: Number(ours.median.toPrecision(6)), reference: Number(reference.median.toPrecision(6)) }));
  process.stdout.write(`${JSON.stringify(fields)}\n`);
} else {
  for (const result of results) console.log(cells(result).join('  ').replace(/[`*]/g, ''));
}
if (output === 'page' && results.length > 0) {
  writeBetween(pageFile, 'machine', () => `${machine()}\n`);
  writeBetween(pageFile, 'ratios', updatedTable);
}

// SPDX-License-Identifier: Apache-2.0
// order_bodies.mjs < ORDERS.csv: each row as the body of a request that creates it.
import { createInterface } from 'node:readline';

const fields = (line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
  .map(([, cell]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));

const lines = createInterface({ input: process.stdin });
let names = null;
for await (const line of lines) {
  const cells = fields(line);
  if (!names) {
    names = cells;
    continue;
  }
  const row = Object.fromEntries(names.map((name, i) => [name, cells[i]]).filter(([name]) => name));
  const { id, ...rest } = row;
  process.stdout.write(`${JSON.stringify({ fields: { order_number: id, ...rest } })}\n`);
}

// SPDX-License-Identifier: Apache-2.0
// The definitions of a pack, and its indicators as SQL.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

export const readPack = (folder) => {
  const pack = { ledgers: new Map(), indicators: new Map() };
  for (const file of readdirSync(join(folder, 'ledgers'), { recursive: true })) {
    if (!file.endsWith('.yaml')) continue;
    const text = readFileSync(join(folder, 'ledgers', file), 'utf8');
    for (const document of parseAllDocuments(text)) {
      const value = document.toJS();
      if (value.ledger) pack.ledgers.set(value.ledger, value);
      if (value.indicator) pack.indicators.set(value.indicator, value);
    }
  }
  return pack;
};

const titleOf = (choice) => (typeof choice === 'string' ? choice : choice.zh);
const text = (value) => `'${String(value).replaceAll("'", "''")}'`;
const name = (value) => `"${value.replaceAll('"', '""')}"`;

// The column of the exported table as a value of its type; a choice as its code.
export const columnSql = (field) => {
  const column = name(field.title.zh);
  switch (field.type) {
    case 'integer': return `CAST(${column} AS BIGINT)`;
    case 'money': return `CAST(${column} AS DECIMAL(18, 2))`;
    case 'decimal': return `CAST(${column} AS DECIMAL(18, ${field.scale ?? 2}))`;
    case 'date': return `CAST(${column} AS DATE)`;
    case 'boolean': return `(${column} = '是')`;
    case 'choice': {
      const cases = Object.entries(field.choices)
        .map(([code, title]) => `WHEN ${text(titleOf(title))} THEN ${text(code)}`);
      return `CASE ${column} ${cases.join(' ')} END`;
    }
    default: return column;
  }
};

export const tableSql = (ledger, file) =>
  `CREATE TABLE ${name(ledger.ledger)} AS SELECT ` +
  ledger.fields.filter((field) => !field.retired && field.type !== 'attachment')
    .map((field) => `${columnSql(field)} AS ${name(field.name)}`).join(', ') +
  ` FROM read_csv(${text(file)}, header = true, all_varchar = true, delim = ',', strict_mode = true, quote = '"')`;

const happenedOn = (ledger) => ledger.fields.find((field) => field.role === 'happened_on').name;

// The language of conditions is SQL but for two phrases.
const whereSql = (where) =>
  where.replaceAll(/\bis not missing\b/g, 'IS NOT NULL').replaceAll(/\bis missing\b/g, 'IS NULL');

const simpleSql = (pack, indicator, period) => {
  const ledger = pack.ledgers.get(indicator.of);
  const date = name(happenedOn(ledger));
  const conditions = [`${date} <= DATE '${period.to}'`];
  if (indicator.span !== 'to_date') conditions.push(`${date} >= DATE '${period.from}'`);
  if (indicator.where) conditions.push(`(${whereSql(indicator.where)})`);
  const sum = /^sum\((\w+)\)$/.exec(indicator.measure);
  const distinct = /^distinct\((\w+)\)$/.exec(indicator.measure);
  if (!sum && !distinct && indicator.measure !== 'count') {
    throw new Error(`${indicator.indicator}: no SQL for ${indicator.measure}`);
  }
  const value = sum ? `coalesce(sum(${name(sum[1])}), 0)`
    : distinct ? `count(DISTINCT ${name(distinct[1])})` : 'count(*)';
  return `SELECT ${value} FROM ${name(ledger.ledger)} WHERE ${conditions.join(' AND ')}`;
};

export const questionSql = (pack, indicator, period) => {
  const ratio = /^ratio\(([\w.]+),\s*([\w.]+)\)$/.exec(indicator.measure);
  if (!ratio) return `SELECT CAST((${simpleSql(pack, indicator, period)}) AS DOUBLE)`;
  const [above, below] = ratio.slice(1).map((part) =>
    simpleSql(pack, pack.indicators.get(part), period));
  const factor = indicator.unit === '%' ? 100 : 1;
  return `SELECT CAST((${above}) AS DOUBLE) * ${factor} / (${below})`;
};

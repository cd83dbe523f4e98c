// SPDX-License-Identifier: Apache-2.0
// questions.mjs load DATABASE PACK ROWS: native tables from the CSV files of a folder.
// questions.mjs ask DATABASE PACK FROM TO ANSWERS: the questions of a JSON object of answers, all
// once to warm up and then timed; the statements are prepared before. Prints the microseconds and
// fails where an answer is another.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { questionSql, readPack, tableSql } from './pack.mjs';

const kThreads = '2';

const load = async (connection, pack, rows) => {
  let count = 0;
  for (const ledger of pack.ledgers.values()) {
    const file = join(rows, `${ledger.ledger}.csv`);
    if (!existsSync(file)) continue;
    await connection.run(tableSql(ledger, file));
    const reader = await connection.runAndReadAll(`SELECT count(*) FROM "${ledger.ledger}"`);
    count += Number(reader.getRows()[0][0]);
  }
  console.log(count);
};

const ask = async (connection, pack, from, to, answersFile) => {
  const answers = JSON.parse(readFileSync(answersFile, 'utf8'));
  const questions = [];
  for (const indicator of Object.keys(answers)) {
    const sql = questionSql(pack, pack.indicators.get(indicator), { from, to });
    questions.push({ indicator, statement: await connection.prepare(sql) });
  }
  const askAll = async () => {
    const values = {};
    for (const { indicator, statement } of questions) {
      values[indicator] = (await statement.runAndReadAll()).getRows()[0][0];
    }
    return values;
  };
  await askAll();
  const begin = process.hrtime.bigint();
  const values = await askAll();
  const elapsed = process.hrtime.bigint() - begin;
  const differ = Object.keys(answers).filter((indicator) =>
    answers[indicator] === null || !(Math.abs(answers[indicator] - values[indicator]) <= 0.0050001));
  for (const indicator of differ) {
    console.error(`${indicator}: ours ${answers[indicator]}, DuckDB ${values[indicator]}`);
  }
  console.log(String(elapsed / 1000n));
  process.exitCode = differ.length > 0 ? 1 : 0;
};

const [command, database, packFolder, ...rest] = process.argv.slice(2);
const readOnly = command === 'ask' ? { access_mode: 'READ_ONLY' } : {};
const instance = await DuckDBInstance.create(database, { threads: kThreads, ...readOnly });
const connection = await instance.connect();
await (command === 'ask' ? ask : load)(connection, readPack(packFolder), ...rest);

// SPDX-License-Identifier: Apache-2.0
// A clerk's morning in a few calls. tests/api/types compiles it and runs it at a real server.
import { ApiProblem, Client, type Schemas } from './client.js';

export async function addFieldAndRecord(client: Client): Promise<string> {
  const found = await client.ask('get', '/api/v1/definitions/{kind}/{name}', {
    path: { kind: 'ledger', name: 'cleanups' },
  });
  const yaml = found.data.yaml.replace(/^fields:\n/m,
    'fields:\n  - {name: helpers, title: 志愿者人数, type: integer, min: 0}\n');
  const seen = await client.ask('post', '/api/v1/definitions/preview', { body: { yaml } });
  const added = seen.data.differences.flatMap((one) => one.fields.map((field) => field.name));
  await client.ask('post', '/api/v1/definitions', { body: { yaml }, seen: seen.etag, key: 'example-1' });
  const ledger: Schemas['Ledger'] = (await client.ask('get', '/api/v1/ledgers/{ledger}', {
    path: { ledger: 'cleanups' },
  })).data;
  const known = ledger.fields.some((field) => field.name === 'helpers');
  return `${added.join(',')} ${String(known)}`;
}

export async function refused(client: Client): Promise<Schemas['Problem'] | null> {
  try {
    await client.ask('post', '/api/v1/definitions/preview', { body: { yaml: 'ledger: nothing\n' } });
    return null;
  } catch (thrown) {
    if (thrown instanceof ApiProblem) return thrown.problem;
    throw thrown;
  }
}

// What does not fit the document must not compile: each of these lines is an error, or tsc says so.
export async function misused(client: Client): Promise<void> {
  // @ts-expect-error There is no such path.
  await client.ask('get', '/api/v1/nowhere');
  // @ts-expect-error Definitions are not deleted.
  await client.ask('delete', '/api/v1/definitions');
  // @ts-expect-error The reason is a text.
  await client.ask('post', '/api/v1/definitions/preview', { body: { reason: 1 } });
}

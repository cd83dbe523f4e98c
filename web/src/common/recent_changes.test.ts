// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Change } from './changes';
import { grouped } from './recent_changes';

const change = (record: string, at: string, kind: Change['kind'] = 'created'): Change =>
  ({ ledger: 'works', record, kind, at, area: '2', revision: 1 });

it('makes one row of what was done at once, newest first', () => {
  const rows = grouped([
    change('3', '2020-06-01T02:05:10Z', 'changed'),
    change('2', '2020-06-01T02:04:30Z'),
    change('1', '2020-06-01T02:04:10Z'),
    { ledger: 'works', record: '9', kind: 'gone' },
  ]);
  expect(rows.map((row) => [row.kind, row.records]))
    .toEqual([['changed', ['3']], ['created', ['2', '1']]]);
  expect(rows[1]?.areas).toEqual(['2']);
});

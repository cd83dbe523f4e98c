// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ApiProblem } from '@/common/problem';
import type { SentValue } from './field_text';
import { EditDesk } from './edit_desk';
import type { LedgerRecord, RecordPorts } from './record_ports';

type Fields = Record<string, SentValue>;

function recordOf(id: string, fields: Fields, revision = 1): LedgerRecord {
  return {
    id, number: `N-${id}`, revision, area: { id: '1', name: '街道' },
    recorded_at: '2020-06-01T00:00:00Z', deleted: false, purged: false, fields, masked: [],
    hidden: [],
  };
}

function refused(status: number, more: object = {}): ApiProblem {
  return new ApiProblem(status, {
    type: '', title: '', status, code: 'x', detail: '不行', ...more,
  });
}

/** A server of one record, that can be made to refuse. */
function office() {
  const stand = {
    record: recordOf('7', { amount: '500.00', cause: 'illness' }),
    refusals: [] as ApiProblem[],
    calls: [] as { does: string; fields?: Fields; key?: string }[],
    made: 0,
    timers: [] as (() => void)[],
  };
  const answer = (change: (record: LedgerRecord) => LedgerRecord): Promise<LedgerRecord> => {
    const problem = stand.refusals.shift();
    if (problem) return Promise.reject(problem);
    stand.record = change(stand.record);
    return Promise.resolve(stand.record);
  };
  const ports: RecordPorts = {
    patch: (_id, revision, fields) => {
      stand.calls.push({ does: 'patch', fields });
      if (revision !== stand.record.revision) {
        return Promise.reject(refused(412, { current: stand.record }));
      }
      return answer((record) => ({
        ...record, revision: record.revision + 1, fields: { ...record.fields, ...fields },
      }));
    },
    create: (fields, key) => {
      stand.calls.push({ does: 'create', fields, key });
      return answer(() => {
        stand.made += 1;
        return recordOf('9', fields);
      });
    },
    remove: () => {
      stand.calls.push({ does: 'remove' });
      return answer((record) => ({ ...record, revision: record.revision + 1, deleted: true }));
    },
    restore: () => answer((record) => ({ ...record, deleted: false })),
    newKey: () => `key-${stand.calls.length}`,
    later: (_seconds, act) => {
      stand.timers.push(act);
      return () => undefined;
    },
  };
  const merged: string[][] = [];
  const desk = new EditDesk(ports, {
    changed: () => undefined,
    saved: () => undefined,
    merged: (_record, fields) => { merged.push([...fields]); },
    same: (_field, value, text) => String(value ?? '') === text,
    problem: () => undefined,
    isReady: (row) => row.edits.size >= 2,
  });
  const settled = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return { stand, desk, merged, settled };
}

const typed = (text: string) => ({ text, sent: text === '' ? null : text });

describe('what is typed into a record', () => {
  it('is written at once, and what is typed meanwhile after it', async () => {
    const { stand, desk, settled } = office();
    desk.write('7', stand.record, { amount: typed('600') });
    desk.write('7', stand.record, { amount: typed('610'), cause: typed('other') });
    await settled();
    expect(stand.calls.map((call) => call.fields))
      .toEqual([{ amount: '600' }, { amount: '610', cause: 'other' }]);
    expect(stand.record.fields).toEqual({ amount: '610', cause: 'other' });
    expect(desk.isEmpty).toBe(true);
  });

  it('is not written where it is what stands there', async () => {
    const { stand, desk, settled } = office();
    desk.write('7', stand.record, { amount: typed('500.00') });
    await settled();
    expect(stand.calls).toEqual([]);
    expect(desk.isEmpty).toBe(true);
  });

  it('is marked where it is refused, and the rest is written without it', async () => {
    const { stand, desk, settled } = office();
    stand.refusals.push(refused(422, {
      errors: [{ code: 'x', pointer: '/fields/amount', message_zh: '不是金额', expected_zh: '600.00' }],
    }));
    desk.write('7', stand.record, { amount: typed('6OO'), cause: typed('other') });
    await settled();
    expect(desk.edit('7', 'amount'))
      .toMatchObject({ text: '6OO', state: 'failed', mistake: '不是金额', expected: '600.00' });
    expect(stand.record.fields.cause).toBe('other');
    expect(desk.counts()).toMatchObject({ waiting: 0, failed: 1 });
    desk.write('7', stand.record, { amount: typed('600') });
    await settled();
    expect(stand.record.fields.amount).toBe('600');
    expect(desk.isEmpty).toBe(true);
  });

  it('waits while the server is not reached, and is sent again', async () => {
    const { stand, desk, settled } = office();
    stand.refusals.push(refused(0));
    desk.write('7', stand.record, { amount: typed('600') });
    await settled();
    expect(desk.edit('7', 'amount')?.state).toBe('waiting');
    expect(desk.isOffline).toBe(true);
    desk.write('7', stand.record, { cause: typed('other') });
    expect(stand.calls.length).toBe(1);
    stand.timers.pop()?.();
    await settled();
    expect(stand.record.fields).toEqual({ amount: '600', cause: 'other' });
    expect(desk.isOffline).toBe(false);
  });
});

describe('what somebody else wrote meanwhile', () => {
  it('goes together with one\'s own where it is another field', async () => {
    const { stand, desk, merged, settled } = office();
    const seen = stand.record;
    stand.record = recordOf('7', { amount: '500.00', cause: 'other' }, 2);
    desk.write('7', seen, { amount: typed('600') });
    await settled();
    expect(stand.record.fields).toEqual({ amount: '600', cause: 'other' });
    expect(merged).toEqual([['cause']]);
  });

  it('is for the person to choose where it is the same field', async () => {
    const { stand, desk, settled } = office();
    const seen = stand.record;
    stand.record = recordOf('7', { amount: '700.00', cause: 'illness' }, 2);
    desk.write('7', seen, { amount: typed('600') });
    await settled();
    expect(desk.edit('7', 'amount')).toMatchObject({ state: 'conflict', theirs: '700.00' });
    desk.resolve('7', 'amount', 'mine');
    await settled();
    expect(stand.record.fields.amount).toBe('600');
    expect(desk.isEmpty).toBe(true);
  });

  it('is one\'s own where only the answer was lost', async () => {
    const { stand, desk, settled } = office();
    const seen = stand.record;
    stand.record = recordOf('7', { amount: '600', cause: 'illness' }, 2);
    desk.write('7', seen, { amount: typed('600') });
    await settled();
    expect(desk.isEmpty).toBe(true);
  });
});

describe('a new row', () => {
  it('is made a record once all is there, and once only', async () => {
    const { stand, desk, settled } = office();
    desk.write('new-1', undefined, { amount: typed('600') });
    await settled();
    expect(stand.calls).toEqual([]);
    expect(desk.counts()).toMatchObject({ unsent: 1, waiting: 0 });
    stand.refusals.push(refused(0));
    desk.write('new-1', undefined, { cause: typed('other') });
    await settled();
    desk.write('new-1', undefined, { amount: typed('650') });
    stand.timers.pop()?.();
    await settled();
    const created = stand.calls.filter((call) => call.does === 'create');
    expect(created.map((call) => call.key)).toEqual([created[0]?.key, created[0]?.key]);
    expect(created[1]?.fields).toEqual({ amount: '600', cause: 'other' });
    expect(stand.made).toBe(1);
    expect(stand.record.fields.amount).toBe('650');
  });

  it('says what is missing when it is left, and waits for it', async () => {
    const { stand, desk, settled } = office();
    desk.write('new-1', undefined, { amount: typed('600') });
    stand.refusals.push(refused(422, {
      errors: [{ code: 'x', pointer: '/fields/cause', message_zh: '没有填' }],
    }));
    desk.settle('new-1');
    await settled();
    expect(desk.edit('new-1', 'cause')).toMatchObject({ text: '', state: 'failed' });
    expect(desk.edit('new-1', 'amount')?.text).toBe('600');
    const calls = stand.calls.length;
    await settled();
    expect(stand.calls.length).toBe(calls);
    desk.write('new-1', undefined, { cause: typed('other') });
    await settled();
    expect(stand.made).toBe(1);
    expect(desk.isEmpty).toBe(true);
  });

  it('is dropped while it is none, and removed once it is a record', async () => {
    const { stand, desk, settled } = office();
    desk.write('new-1', undefined, { amount: typed('600') });
    expect(desk.drop('new-1')).toBe(true);
    desk.write('new-2', undefined, { amount: typed('600'), cause: typed('other') });
    expect(desk.drop('new-2')).toBe(false);
    desk.want('new-2', undefined, 'removed');
    await settled();
    expect(stand.record.deleted).toBe(true);
    expect(desk.isEmpty).toBe(true);
  });
});

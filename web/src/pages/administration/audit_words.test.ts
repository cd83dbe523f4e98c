// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { chooseLanguage } from '@/common/language';
import {
  actionGroups, actionsOf, actionTitle, type AuditFilter, auditQuery, noteText,
} from './audit_words';

beforeEach(() => { chooseLanguage('zh'); });

const kAll: AuditFilter = { actor: '', action: '', ledger: '', record: '', from: '', to: '' };

describe('actions', () => {
  it('are all of the API, each in one group and with its word', () => {
    const types = readFileSync('api/schema.d.ts', 'utf8');
    const told = /list_audit: \{[\s\S]*?action\?: \(([^)]*)\)/.exec(types)?.[1] ?? '';
    const known = [...told.matchAll(/"([a-z_]+)"/g)].map(([, name]) => name ?? '');
    expect(known.length).toBeGreaterThan(30);
    const grouped = actionGroups.flatMap((group) => [...group.actions] as string[]);
    expect([...grouped].sort()).toEqual([...known].sort());
    for (const name of known) expect(actionTitle(name)).not.toBe(name);
  });

  it('may be unknown', () => {
    expect(actionTitle('from_the_future')).toBe('from_the_future');
    expect(actionsOf('from_the_future')).toEqual([]);
  });

  it('are chosen one by one or as a group', () => {
    expect(actionsOf('')).toEqual([]);
    expect(actionsOf('signed_in')).toEqual(['signed_in']);
    expect(actionsOf('group:personal')).toEqual(['personal_revealed', 'records_exported']);
  });
});

describe('the question', () => {
  it('is empty without a filter', () => {
    expect(auditQuery(kAll)).toEqual({});
  });

  it('takes days of the office, the last one too', () => {
    expect(auditQuery({ ...kAll, from: '2020-06-01', to: '2020-06-30' })).toEqual({
      from: '2020-05-31T16:00:00.000Z', until: '2020-06-30T16:00:00.000Z',
    });
  });

  it('leaves out a record that is no id', () => {
    expect(auditQuery({ ...kAll, actor: ' minsheng ', record: 'JZ-0001' })).toEqual(
      { actor: 'minsheng' });
    expect(auditQuery({ ...kAll, record: '228' })).toEqual({ record: '228' });
  });
});

describe('notes', () => {
  it('are said as a person would', () => {
    const roles = [{ role: 'grid_worker', area: '0', unit: '0' }];
    expect(noteText({ account: 'wang.fang', roles })).toBe('账号 wang.fang · 角色 grid_worker');
    expect(noteText({ account: 'x', disabled: true })).toBe('账号 x · 停用');
    expect(noteText({ account: 'x', password: 'reset' })).toBe('账号 x · 重设密码');
    expect(noteText({ reason: '核对', filters: 2 })).toBe('事由 核对 · 筛选条件 2');
  });

  it('leave out what says nothing', () => {
    expect(noteText({ file_digest: 'bac0', address: '127.0.0.1', period: '' })).toBe('从 127.0.0.1');
    expect(noteText({ new_thing: { a: 1 } })).toBe('new_thing {"a":1}');
    expect(noteText({})).toBe('');
  });
});

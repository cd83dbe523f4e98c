// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AreaTree } from '@/common/areas';
import { chooseLanguage } from '@/common/language';
import {
  type Account, accountFits, areaChoices, chosenOf, heldRequests, nameMistake, roleRequests,
  roleText,
} from './account_roles';

vi.mock('@/common/areas', () => ({}));
beforeEach(() => { chooseLanguage('zh'); });

const areas: Record<string, { id: string; code: string; name: string }[]> = {
  1: [{ id: '2', code: '11', name: '石桥社区' }, { id: '4', code: '12', name: '柳荫社区' }],
  2: [{ id: '3', code: '111', name: '石桥第一网格' }],
};
const tree = {
  roots: [{ id: '1', code: '1', name: '云桥街道' }],
  children: (id: string) => areas[id] ?? [],
} as unknown as AreaTree;

const held = [
  { role: 'grid_worker', title: '网格员', area: '石桥社区石桥第一网格', unit: '' },
  { role: 'leader', title: '街道领导', area: '', unit: '党政办' },
];

describe('roles', () => {
  it('are offered by area, each within what it belongs to', () => {
    expect(areaChoices(tree)).toEqual([
      { code: '11', fullName: '石桥社区', name: '石桥社区', depth: 0 },
      { code: '111', fullName: '石桥社区石桥第一网格', name: '石桥第一网格', depth: 1 },
      { code: '12', fullName: '柳荫社区', name: '柳荫社区', depth: 0 },
    ]);
  });

  it('are changed by code, and what is no more stays by name', () => {
    const units = [{ code: 'U01', name: '党政办' }];
    expect(chosenOf(held, areaChoices(tree), units)).toEqual([
      { role: 'grid_worker', area: '111', unit: '' }, { role: 'leader', area: '', unit: 'U01' },
    ]);
    const gone = [{ role: 'grid_worker', title: '网格员', area: '旧社区', unit: '' }];
    expect(chosenOf(gone, areaChoices(tree), units)[0]?.area).toBe('旧社区');
  });

  it('are asked for once each, without what is not chosen', () => {
    const one = { role: 'leader', area: '', unit: '' };
    const none = { role: '', area: '11', unit: '' };
    expect(roleRequests([one, one, none])).toEqual([{ role: 'leader' }]);
    expect(heldRequests(held)).toEqual([
      { role: 'grid_worker', area: '石桥社区石桥第一网格' }, { role: 'leader', unit: '党政办' },
    ]);
  });

  it('are told with their place', () => {
    expect(held.map(roleText)).toEqual(['网格员 @ 石桥社区石桥第一网格', '街道领导 @ 党政办']);
  });
});

it('knows what an account may be called', () => {
  for (const name of ['wang.fang', 'a', 'g-1_x']) expect(nameMistake(name)).toBe('');
  for (const name of ['', 'Wang', '王芳', '1a', 'a b', 'a'.repeat(49)]) {
    expect(nameMistake(name)).not.toBe('');
  }
});

it('finds accounts by name, person, role and place', () => {
  const account = { name: 'wangge', title: '样例网格员', roles: held } as Account;
  expect(accountFits(account, '', '')).toBe(true);
  expect(accountFits(account, 'WANG 石桥', '')).toBe(true);
  expect(accountFits(account, '柳荫', '')).toBe(false);
  expect(accountFits(account, '', 'leader')).toBe(true);
  expect(accountFits(account, '', 'auditor')).toBe(false);
});

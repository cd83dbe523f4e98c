// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest';
import type { Router } from 'vue-router';
import { type Definition, definitionFits, designerPlace } from './definitions';

vi.mock('@/common/api', () => ({}));

const ledger = { kind: 'ledger', name: 'visits', title: '走访', ledger: null } as Definition;
const indicator =
  { kind: 'indicator', name: 'visits.count', title: '走访次数', ledger: 'visits' } as Definition;
const ratio = { ...indicator, ledger: null };
const withDesigner = (path?: string) => ({
  getRoutes: () => (path === undefined ? [] : [{ name: 'designer', path }]),
}) as unknown as Router;

it('finds definitions by title, name and ledger', () => {
  expect(definitionFits(indicator, '走访', '次数 visits', '')).toBe(true);
  expect(definitionFits(indicator, '走访', '', 'ledger')).toBe(false);
  expect(definitionFits(ledger, '', '慰问', '')).toBe(false);
});

describe('the designer', () => {
  it('is linked as its address wants it', () => {
    expect(designerPlace(withDesigner('/designer/:kind/:name'), indicator)).toEqual(
      { name: 'designer', params: { kind: 'indicator', name: 'visits.count' } });
    expect(designerPlace(withDesigner('/designer/:ledger?'), indicator)).toEqual(
      { name: 'designer', params: { ledger: 'visits' } });
    expect(designerPlace(withDesigner('/designer/:ledger'), ledger)).toEqual(
      { name: 'designer', params: { ledger: 'visits' } });
  });

  it('is not linked where it would not lead anywhere', () => {
    expect(designerPlace(withDesigner(), ledger)).toBeUndefined();
    expect(designerPlace(withDesigner('/designer/:ledger'), ratio)).toBeUndefined();
  });
});

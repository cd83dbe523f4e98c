// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { type Area, AreaTree } from '@/common/areas';
import type { Indicator } from '@/pages/indicators/figures';
import { areasBeside, restOf, share } from './area_figures';

const area = (id: string, parent: string | null) =>
  ({ id, parent, name: id, code: `53${id}`, level: 1 }) as Area;
const tree = new AreaTree([area('1', null), area('2', '1'), area('3', '1'), area('4', '2')]);
const of = (ids: string[]) => ids.map((id) => tree.get(id) as Area);
const indicator = (measure: Indicator['measure']) => ({ measure }) as Indicator;

describe('areas side by side', () => {
  it('are the parts of what is chosen', () => {
    const ids = (tops: string[], chosen?: string) =>
      areasBeside(tree, of(tops), chosen).map((one) => one.id);
    expect(ids(['1'])).toEqual(['2', '3']);
    expect(ids(['1'], '2')).toEqual(['4']);
    expect(ids(['2', '3'])).toEqual(['2', '3']);
    expect(ids(['2'])).toEqual(['4']);
  });
  it('leave what lies in none of them', () => {
    expect(restOf(indicator('sum'), '100.50', ['60.00', null, '40.00'])).toBe('0.50');
    expect(restOf(indicator('count'), '5', ['2', '3'])).toBeNull();
    expect(restOf(indicator('ratio'), '90.00', ['80.00'])).toBeNull();
    expect(restOf(indicator('count'), null, ['2'])).toBeNull();
  });
  it('have bars from zero', () => {
    expect([share('50', 200), share(null, 200), share('3', 0), share('98.00', 100)])
      .toEqual([0.25, 0, 0, 0.98]);
  });
});

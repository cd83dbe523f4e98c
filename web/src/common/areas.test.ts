// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { type Area, AreaTree } from './areas';
import { reachable } from './scope';

const area = (id: string, parent: string | null, level: number): Area => ({
  id, parent, level, name: `area ${id}`, code: id, valid_from: '2018-01-01', abolished_on: null,
  person_in_charge: '', has_boundary: false,
});
const tree = new AreaTree([
  area('1', null, 1), area('2', '1', 2), area('3', '1', 2), area('4', '2', 3), area('5', '3', 3),
]);
const ids = (areas: readonly Area[]) => areas.map((one) => one.id);

it('knows what is within what', () => {
  expect(ids(tree.path('4'))).toEqual(['1', '2', '4']);
  expect(ids(tree.children('1'))).toEqual(['2', '3']);
  expect(tree.contains('2', '4')).toBe(true);
  expect(tree.contains('3', '4')).toBe(false);
  expect(tree.contains('4', '4')).toBe(true);
});

it('begins at the tops of what is held', () => {
  expect(ids(reachable(tree, ['2', null]))).toEqual(['1']);
  expect(ids(reachable(tree, ['2', '4', '2', '5']))).toEqual(['2', '5']);
  expect(ids(reachable(tree, ['99']))).toEqual([]);
});

// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { unitChange } from './unit_change';

const unit = { name: '民政办', closed_on: null };

it('asks only for what is changed', () => {
  expect(unitChange(unit, { name: ' 民政办 ', from: '', closedOn: '' })).toEqual({});
  expect(unitChange(unit, { name: '民政办', from: '2020-07-01', closedOn: '' })).toEqual({});
  expect(unitChange(unit, { name: '民生办', from: '', closedOn: '' })).toEqual({ name: '民生办' });
  expect(unitChange(unit, { name: '民生办', from: '2020-07-01', closedOn: '' }))
    .toEqual({ name: '民生办', from: '2020-07-01' });
});

it('closes a unit and opens it again', () => {
  expect(unitChange(unit, { name: '民政办', from: '', closedOn: '2020-07-01' }))
    .toEqual({ closed_on: '2020-07-01' });
  expect(unitChange({ ...unit, closed_on: '2020-07-01' }, { name: '民政办', from: '', closedOn: '' }))
    .toEqual({ closed_on: null });
});

// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  ago, dayInText, daysBetween, isDay, longDay, moment, officeTime, plusDays, today,
} from './dates';

it('shows moments in the time of the office, whatever the machine has', () => {
  expect(officeTime('2020-05-31T16:30:05.123Z')).toEqual({ day: '2020-06-01', time: '00:30' });
  expect(moment('2020-05-31T00:30:05.123Z')).toBe('2020-05-31 08:30');
  expect(moment(null)).toBe('—');
  expect(today(new Date('2020-06-30T16:00:00Z'))).toBe('2020-07-01');
});

it('knows days', () => {
  expect(isDay('2020-02-29')).toBe(true);
  expect(isDay('2021-02-29')).toBe(false);
  expect(isDay('2020-6-1')).toBe(false);
  expect(plusDays('2020-02-28', 2)).toBe('2020-03-01');
  expect(daysBetween('2020-06-24', '2020-07-03')).toBe(9);
});

describe('in text', () => {
  it('leaves out the year where it is this one', () => {
    expect(dayInText('2020-06-24', '2020-07-03')).toBe('6月24日 周三');
    expect(dayInText('2019-06-24', '2020-07-03')).toBe('2019年6月24日 周一');
    expect(longDay('2020-07-03')).toBe('2020年7月3日 星期五');
  });

  it('says when, seen from now', () => {
    const now = new Date('2020-07-03T04:00:00Z');
    expect(ago('2020-07-03T02:32:00Z', now)).toBe('10:32');
    expect(ago('2020-07-02T02:32:00Z', now)).toBe('昨天 10:32');
    expect(ago('2020-06-24T02:32:00Z', now)).toBe('6月24日');
    expect(ago('2019-06-24T02:32:00Z', now)).toBe('2019-06-24');
  });
});

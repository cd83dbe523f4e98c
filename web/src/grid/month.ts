// SPDX-License-Identifier: Apache-2.0
// A month as weeks that begin on Monday.
import { isDay, plusDays } from '@/common/dates';

export interface MonthDay {
  day: string;
  number: number;
  inMonth: boolean;
}

/** 2020-06-24 → the first of its month; anything else → that of `other`. */
export function monthOf(day: string, other: string): string {
  return `${(isDay(day) ? day : other).slice(0, 7)}-01`;
}

export function monthMoved(first: string, by: number): string {
  const date = new Date(`${first}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + by);
  return date.toISOString().slice(0, 10);
}

export function weeks(first: string): MonthDay[][] {
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const start = plusDays(first, -weekday);
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_unused, index) => {
    const day = plusDays(start, week * 7 + index);
    return { day, number: Number(day.slice(8)), inMonth: day.slice(0, 7) === first.slice(0, 7) };
  })).filter((week) => week.some((one) => one.inMonth));
}

// SPDX-License-Identifier: Apache-2.0
// Days and moments. Days are civil days of the office (Asia/Shanghai) as text, 2020-06-24;
// moments are UTC in the API and shown in the office's time, whatever the machine's zone.
import { language, say } from './language';
import { kNotGiven } from './format';

const kZone = 'Asia/Shanghai';
const kWeekdays = ['日', '一', '二', '三', '四', '五', '六'];
const kWeekdaysEn = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const kMonthsEn = [
  'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec',
];

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: kZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
  hour: '2-digit', minute: '2-digit', second: '2-digit',
});

export interface Moment {
  day: string;
  time: string;
}

/** In the office's time: {day: 2020-06-24, time: 10:32}. */
export function officeTime(moment: string | Date): Moment {
  const found: Record<string, string> = {};
  for (const part of parts.formatToParts(new Date(moment))) found[part.type] = part.value;
  return {
    day: `${found.year}-${found.month}-${found.day}`,
    time: `${found.hour}:${found.minute}`,
  };
}

export function today(now: Date = new Date()): string {
  return officeTime(now).day;
}

export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export function plusDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

function weekdayIndex(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

export function weekday(day: string): string {
  const index = weekdayIndex(day);
  return say(`周${kWeekdays[index]}`, kWeekdaysEn[index] ?? '');
}

/** In text: 6月24日 周三, with the year where it is not this one. */
export function dayInText(day: string, now: string = today()): string {
  if (!isDay(day)) return day || kNotGiven;
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const same = year === Number(now.slice(0, 4));
  if (language.value === 'en') {
    return `${weekday(day)} ${date} ${kMonthsEn[month - 1]}${same ? '' : ` ${year}`}`;
  }
  return `${same ? '' : `${year}年`}${month}月${date}日 ${weekday(day)}`;
}

/** At the head of a page: 2020年7月3日 星期五. */
export function longDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  if (language.value === 'en') return `${weekday(day)} ${date} ${kMonthsEn[month - 1]} ${year}`;
  return `${year}年${month}月${date}日 星期${kWeekdays[weekdayIndex(day)]}`;
}

/** In tables: 2020-06-24 10:32. */
export function moment(at: string | Date | null | undefined): string {
  if (!at) return kNotGiven;
  const { day, time } = officeTime(at);
  return `${day} ${time}`;
}

/** When something was saved or changed: 10:32, 昨天 10:32, 6月24日, 2019-06-24. */
export function ago(at: string | Date, now: Date = new Date()): string {
  const then = officeTime(at);
  const present = today(now);
  const days = daysBetween(then.day, present);
  if (days === 0) return then.time;
  if (days === 1) return say(`昨天 ${then.time}`, `yesterday ${then.time}`);
  if (then.day.slice(0, 4) !== present.slice(0, 4)) return then.day;
  const [, month, date] = then.day.split('-').map(Number) as [number, number, number];
  return say(`${month}月${date}日`, `${date} ${kMonthsEn[month - 1]}`);
}

export function clockTime(at: string | Date): string {
  return officeTime(at).time;
}

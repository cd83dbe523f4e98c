// SPDX-License-Identifier: Apache-2.0
// An item of the outbox in words: what it is, how it stands, and why.
import type { IconName } from '@/common/icons';
import { say } from '@/common/language';
import type { Field } from '@/common/ledgers';
import { valueText } from '@/forms/value_text';
import type { Item, Values } from './offline/outbox';

const kTelling: readonly string[] = ['text', 'address', 'person', 'long_text'];
const kTitleCharactersMax = 40;

/** The first thing in it that tells it from others: a place, a name; else a choice. */
export function titleFrom(fields: readonly Field[], values: Record<string, unknown>): string {
  const filled = fields.filter((field) => {
    const value = values[field.name];
    return value !== null && value !== undefined && value !== '';
  });
  const found = filled.find((field) => kTelling.includes(field.type)) ??
    filled.find((field) => field.type === 'choice');
  const text = found ? valueText(found, values[found.name]).replace(/\s+/g, ' ') : '';
  return text.length > kTitleCharactersMax ? `${text.slice(0, kTitleCharactersMax)}…` : text;
}

export function stateOf(item: Item): string {
  switch (item.state) {
    case 'draft': return say('草稿', 'Draft');
    case 'waiting': return say('等待', 'Waiting');
    case 'sending': return say('上传中', 'Sending');
    case 'done': return say('已入', 'Entered');
    case 'mend': return say('要改', 'To mend');
    case 'conflict': return say('冲突', 'Conflict');
  }
}

export function iconOf(item: Item): { name: IconName; tone: string } {
  switch (item.state) {
    case 'draft': return { name: 'state-draft', tone: '' };
    case 'waiting': return { name: 'clock', tone: 'doing' };
    case 'sending': return { name: 'state-doing', tone: 'doing' };
    case 'done': return { name: 'state-done', tone: 'done' };
    case 'mend': return { name: 'state-overdue', tone: 'overdue' };
    case 'conflict': return { name: 'state-soon', tone: 'soon' };
  }
}

function photosOf(item: Item): string {
  const all = item.photos.length;
  const sent = item.photos.filter((photo) => photo.sent).length;
  if (all === 0) return '';
  if (item.state === 'draft' || sent === all) return say(`照片 ${all} 张`, `${all} pictures`);
  return say(`照片 ${sent}/${all} 已传`, `${sent}/${all} pictures sent`);
}

function whatOf(item: Item): string {
  if (item.isNew) return item.seen ? item.seen.number : '';
  return say(`改 ${item.seen?.number ?? ''}`, `Change of ${item.seen?.number ?? ''}`);
}

/** 等待 · 照片 0/2 已传 · 改 YH-2026-0001 */
export function lineOf(item: Item, share?: number): string {
  const percent = share === undefined ? '' : `${Math.round(share * 100)}%`;
  return [stateOf(item), percent, whatOf(item), photosOf(item)]
    .filter((part) => part !== '').join(' · ');
}

/** Required fields that a draft does not have yet: 还差 2 项 · 隐患地点、等级. */
export function lacking(fields: readonly Field[], values: Values): string[] {
  return fields.filter((field) => field.required && field.type !== 'attachment' &&
    (values[field.name] === undefined || values[field.name] === null ||
      values[field.name] === '')).map((field) => field.title);
}

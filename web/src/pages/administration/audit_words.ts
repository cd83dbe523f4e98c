// SPDX-License-Identifier: Apache-2.0
// The audit log in words: what was done, and what the event notes beside.
import type { GoodOf } from '@/common/api';
import { plusDays } from '@/common/dates';
import { say } from '@/common/language';

export type AuditEvent = GoodOf<'get', '/api/v1/audit'>['events'][number];
export type AuditAction = AuditEvent['action'];

interface ActionGroup {
  name: string;
  title: () => string;
  actions: readonly AuditAction[];
}

export const actionGroups: readonly ActionGroup[] = [
  { name: 'personal', title: () => say('个人信息', 'Personal data'),
    actions: ['personal_revealed', 'records_exported'] },
  { name: 'records', title: () => say('条目', 'Records'), actions: [
    'record_created', 'record_changed', 'record_deleted', 'record_restored', 'record_purged',
    'records_edited', 'zero_reported', 'attachment_added', 'attachment_removed',
    'attachment_restored'] },
  { name: 'imports', title: () => say('导入和任务', 'Imports and jobs'), actions: [
    'batch_started', 'batch_finished', 'batch_undone', 'columns_chosen', 'job_asked',
    'job_cancelled', 'job_dropped'] },
  { name: 'sign-in', title: () => say('登录', 'Sign-in'), actions: [
    'signed_in', 'sign_in_failed', 'signed_out', 'denied', 'session_revoked'] },
  { name: 'accounts', title: () => say('账号', 'Accounts'), actions: [
    'account_created', 'account_changed', 'password_changed', 'second_step_changed',
    'token_created', 'token_revoked'] },
  { name: 'office', title: () => say('定义和系统', 'Definitions and system'), actions: [
    'definitions_installed', 'areas_changed', 'view_saved', 'view_dropped', 'office_created',
    'backup_taken', 'store_restored', 'key_changed', 'fields_sealed', 'attachments_erased'] },
];

const kActions: Record<AuditAction, [string, string]> = {
  record_created: ['录入条目', 'Record entered'],
  record_changed: ['改条目', 'Record changed'],
  record_deleted: ['作废条目', 'Record voided'],
  record_restored: ['恢复条目', 'Record restored'],
  record_purged: ['到期清除', 'Record purged'],
  attachment_added: ['添附件', 'Attachment added'],
  attachment_removed: ['移附件', 'Attachment removed'],
  attachment_restored: ['恢复附件', 'Attachment restored'],
  batch_started: ['开始导入', 'Import begun'],
  batch_finished: ['导入完', 'Import finished'],
  batch_undone: ['撤回一批', 'Batch taken back'],
  records_edited: ['批量修改', 'Bulk edit'],
  zero_reported: ['零报告', 'Zero report'],
  definitions_installed: ['改定义', 'Definitions changed'],
  areas_changed: ['改区域', 'Areas changed'],
  office_created: ['建库', 'Office created'],
  columns_chosen: ['记住对列', 'Columns remembered'],
  personal_revealed: ['看未遮盖的个人信息', 'Personal data revealed'],
  records_exported: ['导出', 'Exported'],
  attachments_erased: ['清除附件', 'Attachments erased'],
  signed_in: ['登录', 'Signed in'],
  sign_in_failed: ['登录没过', 'Sign-in failed'],
  signed_out: ['退出', 'Signed out'],
  denied: ['被拒', 'Denied'],
  account_created: ['新建账号', 'Account made'],
  account_changed: ['改账号', 'Account changed'],
  password_changed: ['换密码', 'Password changed'],
  session_revoked: ['结束登录', 'Session ended'],
  token_created: ['建令牌', 'Token made'],
  token_revoked: ['撤销令牌', 'Token revoked'],
  backup_taken: ['备份', 'Backup'],
  store_restored: ['从备份恢复', 'Restored'],
  key_changed: ['换密钥', 'Key changed'],
  fields_sealed: ['加密字段', 'Fields sealed'],
  job_asked: ['建任务', 'Job asked for'],
  job_cancelled: ['取消任务', 'Job cancelled'],
  job_dropped: ['删任务', 'Job removed'],
  view_saved: ['存视图', 'View saved'],
  view_dropped: ['删视图', 'View removed'],
  second_step_changed: ['改两步验证', 'Second step changed'],
};

/** A newer server may note what this page does not know. */
export function actionTitle(action: string): string {
  const words = kActions[action as AuditAction] as [string, string] | undefined;
  return words ? say(...words) : action;
}

/** What wants a look: somebody saw personal data, was refused, or came with a wrong password. */
export function isNotable(action: string): boolean {
  return ['personal_revealed', 'sign_in_failed', 'denied', 'store_restored', 'key_changed']
    .includes(action);
}

/** What is chosen in the filter, as the API takes it: one action, or all of a group. */
export function actionsOf(chosen: string): AuditAction[] {
  if (chosen === '') return [];
  const group = actionGroups.find((one) => `group:${one.name}` === chosen);
  if (group) return [...group.actions];
  return chosen in kActions ? [chosen as AuditAction] : [];
}

export interface AuditFilter {
  actor: string;
  action: string;
  ledger: string;
  record: string;
  /** Days of the office. */
  from: string;
  to: string;
}

/** The last day is within; days begin in the office's time. */
export function auditQuery(filter: AuditFilter) {
  const start = (day: string) => new Date(`${day}T00:00:00+08:00`).toISOString();
  const actions = actionsOf(filter.action);
  return {
    ...(filter.actor.trim() === '' ? {} : { actor: filter.actor.trim() }),
    ...(actions.length === 0 ? {} : { action: actions }),
    ...(filter.ledger === '' ? {} : { ledger: filter.ledger }),
    ...(/^\d+$/.test(filter.record.trim()) ? { record: filter.record.trim() } : {}),
    ...(filter.from === '' ? {} : { from: start(filter.from) }),
    ...(filter.to === '' ? {} : { until: start(plusDays(filter.to, 1)) }),
  };
}

const kNotes: Record<string, [string, string]> = {
  account: ['账号', 'account'], reason: ['事由', 'reason'], address: ['从', 'from'],
  period: ['时期', 'period'], area: ['区域', 'area'], filters: ['筛选条件', 'filters'],
  field: ['字段', 'field'], kind: ['种类', 'kind'], job: ['任务', 'job'], batch: ['批次', 'batch'],
  file: ['文件', 'file'], route: ['地址', 'route'], permission: ['权限', 'permission'],
  title: ['名称', 'title'], name: ['名称', 'name'], version: ['版本', 'version'],
};
// Long digests and ids that say nothing to a person stay in the event.
const kUnsaid = new Set(['file_digest', 'digest', 'job', 'batch', 'seal']);

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(say('、', ', '));
  if (typeof value === 'object' && value !== null) {
    const { role } = value as { role?: unknown };
    return typeof role === 'string' ? role : JSON.stringify(value);
  }
  return String(value);
}

/** 账号 wang.fang · 角色 grid_worker · 停用 */
export function noteText(note: Record<string, unknown>): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(note)) {
    if (kUnsaid.has(name) || value === null || value === '') continue;
    if (name === 'disabled') parts.push(value ? say('停用', 'disabled') : say('启用', 'enabled'));
    else if (name === 'password') parts.push(say('重设密码', 'password reset'));
    else if (name === 'roles') parts.push(`${say('角色', 'roles')} ${valueText(value) || '—'}`);
    else if (name === 'before') parts.push(`${say('原来', 'before')} ${valueText(value) || '—'}`);
    else {
      const words = kNotes[name];
      parts.push(`${words ? say(...words) : name} ${valueText(value)}`);
    }
  }
  return parts.join(' · ');
}

// SPDX-License-Identifier: Apache-2.0
// What of a server's figures a person looks at, in words.
import { moment } from '@/common/dates';
import { bytes, count, kNotGiven, span } from '@/common/format';
import { say } from '@/common/language';
import type { Metrics } from './metrics_text';

export interface HealthRow {
  title: string;
  value: string;
  hint?: string;
  /** More than nothing of it wants a look. */
  isBad?: boolean;
}

export interface HealthGroup {
  title: string;
  rows: HealthRow[];
}

const counted = (value: number | undefined) => value === undefined ? kNotGiven : count(value);
const told = (metrics: Metrics, name: string) => counted(metrics.sum(name));

function serverRows(metrics: Metrics, now: Date): HealthRow[] {
  const started = metrics.sum('process_start_time_seconds');
  const memory = metrics.sum('process_resident_memory_bytes');
  const files = metrics.sum('process_open_fds');
  const filesMax = metrics.sum('process_max_fds');
  const since = started === undefined ? undefined : new Date(started * 1000);
  return [
    { title: say('版本', 'Version'),
      value: metrics.label('taizhang_build_info', 'version') || kNotGiven },
    { title: say('启动', 'Started'), value: since ? moment(since) : kNotGiven,
      ...(since ? { hint: say(`已运行 ${span((now.getTime() - since.getTime()) / 1000)}`,
        `running for ${span((now.getTime() - since.getTime()) / 1000)}`) } : {}) },
    { title: say('内存', 'Memory'), value: memory === undefined ? kNotGiven : bytes(memory) },
    { title: say('打开的文件', 'Open files'), value: counted(files),
      ...(filesMax === undefined ? {}
        : { hint: say(`最多 ${count(filesMax)}`, `at most ${count(filesMax)}`) }) },
    { title: say('连接', 'Connections'), value: told(metrics, 'taizhang_http_connections_open') },
    { title: say('听变化的页面', 'Pages that listen'),
      value: counted(metrics.sum('taizhang_change_subscribers')) },
  ];
}

function requestRows(metrics: Metrics): HealthRow[] {
  const ofKind = (first: string) => metrics.by('taizhang_http_requests_total', 'code')
    .filter(({ key }) => key.startsWith(first)).reduce((sum, { value }) => sum + value, 0);
  const failed = ofKind('5');
  const refused = metrics.sum('taizhang_http_connections_refused_total');
  return [
    { title: say('请求', 'Requests'), value: counted(metrics.sum('taizhang_http_requests_total')),
      hint: say('启动以来', 'since the start') },
    { title: say('被拒和写错的（4xx）', 'Refused or wrong (4xx)'), value: count(ofKind('4')) },
    { title: say('服务器出错（5xx）', 'Server errors (5xx)'), value: count(failed), isBad: failed > 0 },
    { title: say('太忙而没接的连接', 'Connections turned away'), value: counted(refused),
      isBad: (refused ?? 0) > 0 },
    { title: say('等线程的请求', 'Requests that wait'),
      value: counted(metrics.sum('taizhang_worker_queue_length')), hint: say('现在', 'now') },
  ];
}

function storeRows(metrics: Metrics): HealthRow[] {
  const mean = metrics.mean('taizhang_store_commit_duration_seconds');
  const failed = metrics.sum('taizhang_store_commits_failed_total');
  const dropped = metrics.sum('taizhang_log_lines_dropped_total');
  return [
    { title: say('提交', 'Commits'),
      value: counted(metrics.sum('taizhang_store_commit_duration_seconds_count')) },
    { title: say('一次提交平均', 'Mean commit'),
      value: mean === undefined ? kNotGiven
        : `${(mean * 1000).toFixed(1)} ${say('毫秒', 'ms')}` },
    { title: say('没有写成的提交', 'Failed commits'), value: counted(failed), isBad: (failed ?? 0) > 0 },
    { title: say('等着写的', 'Waiting to be written'),
      value: counted(metrics.sum('taizhang_store_writes_waiting')), hint: say('现在', 'now') },
    { title: say('丢了的日志行', 'Log lines dropped'), value: counted(dropped),
      isBad: (dropped ?? 0) > 0 },
  ];
}

function jobRows(metrics: Metrics): HealthRow[] {
  const kinds: [string, string][] = [
    ['import', say('导入', 'Imports')], ['export', say('导出', 'Exports')],
    ['report', say('报告', 'Reports')], ['undo', say('撤回', 'Undos')],
  ];
  const rows = kinds.map(([kind, title]): HealthRow => {
    const of = (state: string) => metrics.sum('taizhang_jobs', { kind, state }) ?? 0;
    const active = of('running') + of('queued');
    return {
      title,
      value: count(of('done') + of('failed') + of('cancelled') + active),
      hint: say(`在办 ${active} · 没有办成 ${of('failed')}`,
        `${active} under way, ${of('failed')} failed`),
    };
  });
  return [...rows, { title: say('排队', 'Queued'),
    value: counted(metrics.sum('taizhang_job_queue_length')), hint: say('现在', 'now') }];
}

export function healthGroups(metrics: Metrics, now: Date): HealthGroup[] {
  return [
    { title: say('服务', 'Server'), rows: serverRows(metrics, now) },
    { title: say('请求', 'Requests'), rows: requestRows(metrics) },
    { title: say('数据库和日志', 'Database and log'), rows: storeRows(metrics) },
    { title: say('任务', 'Jobs'), rows: jobRows(metrics) },
  ];
}

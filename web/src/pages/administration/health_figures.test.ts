// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import { chooseLanguage } from '@/common/language';
import { healthGroups } from './health_figures';
import { Metrics, readMetrics } from './metrics_text';

beforeEach(() => { chooseLanguage('zh'); });

function row(text: string, title: string) {
  return healthGroups(new Metrics(readMetrics(text)), new Date('2020-06-01T01:00:00Z'))
    .flatMap((group) => group.rows).find((one) => one.title === title);
}

it('says how long the server has been running', () => {
  const started = Date.parse('2020-06-01T00:00:00Z') / 1000;
  expect(row(`process_start_time_seconds ${started}`, '启动')).toEqual(
    { title: '启动', value: '2020-06-01 08:00', hint: '已运行 1 时' });
});

it('marks what wants a look, and nothing else', () => {
  const requests = 'taizhang_http_requests_total{code="200"} 9\n' +
    'taizhang_http_requests_total{code="404"} 3\ntaizhang_http_requests_total{code="503"} 1\n';
  expect(row(requests, '服务器出错（5xx）')).toMatchObject({ value: '1', isBad: true });
  expect(row(requests, '被拒和写错的（4xx）')).toEqual({ title: '被拒和写错的（4xx）', value: '3' });
  expect(row('taizhang_store_commits_failed_total 0', '没有写成的提交')?.isBad).toBe(false);
});

it('shows what the server does not tell as not given', () => {
  expect(row('', '连接')?.value).toBe('—');
  expect(row('', '一次提交平均')?.value).toBe('—');
});

it('counts jobs by kind', () => {
  const jobs = 'taizhang_jobs{kind="import",state="done"} 4\n' +
    'taizhang_jobs{kind="import",state="failed"} 1\n' +
    'taizhang_jobs{kind="import",state="running"} 2\n';
  expect(row(jobs, '导入')).toEqual({ title: '导入', value: '7', hint: '在办 2 · 没有办成 1' });
});

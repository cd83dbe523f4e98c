// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Metrics, readMetrics } from './metrics_text';

const kText = `# HELP taizhang_build_info Always 1; what was built, and by what.
# TYPE taizhang_build_info gauge
taizhang_build_info{version="0.1.0",compiler="12 \\"x\\""} 1
process_resident_memory_bytes 31756288
taizhang_http_requests_total{code="200"} 22
taizhang_http_requests_total{code="403"} 2
taizhang_store_commit_duration_seconds_sum 0.5
taizhang_store_commit_duration_seconds_count 10
broken line without number{

`;

describe('figures of a server', () => {
  const metrics = new Metrics(readMetrics(kText));

  it('are read with their labels', () => {
    expect(metrics.sum('process_resident_memory_bytes')).toBe(31_756_288);
    expect(metrics.label('taizhang_build_info', 'version')).toBe('0.1.0');
    expect(metrics.label('taizhang_build_info', 'compiler')).toBe('12 "x"');
    expect(metrics.by('taizhang_http_requests_total', 'code')).toEqual(
      [{ key: '200', value: 22 }, { key: '403', value: 2 }]);
  });

  it('are summed over what fits', () => {
    expect(metrics.sum('taizhang_http_requests_total')).toBe(24);
    expect(metrics.sum('taizhang_http_requests_total', { code: '403' })).toBe(2);
    expect(metrics.mean('taizhang_store_commit_duration_seconds')).toBe(0.05);
  });

  it('are missing where the server does not tell them', () => {
    expect(metrics.sum('taizhang_nothing')).toBeUndefined();
    expect(metrics.mean('taizhang_nothing')).toBeUndefined();
    expect(metrics.label('taizhang_nothing', 'x')).toBe('');
    expect(metrics.by('taizhang_nothing', 'x')).toEqual([]);
  });
});

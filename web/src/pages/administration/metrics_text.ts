// SPDX-License-Identifier: Apache-2.0
// The figures of a running server, from its Prometheus text.
export interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

const kLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/;
const kLabel = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

export function readMetrics(text: string): Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) continue;
    const match = kLine.exec(line);
    if (!match) continue;
    const labels = Object.fromEntries([...(match[2] ?? '').matchAll(kLabel)]
      .map(([, name = '', value = '']) => [name, value.replace(/\\(.)/g, '$1')]));
    samples.push({ name: match[1] ?? '', labels, value: Number(match[3]) });
  }
  return samples;
}

export class Metrics {
  constructor(private readonly samples: readonly Sample[]) {}

  private fitting(name: string, labels: Readonly<Record<string, string>>): Sample[] {
    return this.samples.filter((sample) => sample.name === name &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value));
  }

  /** The sum of what fits; undefined where the server does not tell it. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    const found = this.fitting(name, labels);
    return found.length === 0 ? undefined
      : found.reduce((total, sample) => total + sample.value, 0);
  }

  label(name: string, label: string): string {
    return this.samples.find((sample) => sample.name === name)?.labels[label] ?? '';
  }

  /** Values by one label, in the order of the text. */
  by(name: string, label: string): { key: string; value: number }[] {
    const found = new Map<string, number>();
    for (const sample of this.fitting(name, {})) {
      const key = sample.labels[label];
      if (key !== undefined) found.set(key, (found.get(key) ?? 0) + sample.value);
    }
    return [...found].map(([key, value]) => ({ key, value }));
  }

  /** Of a histogram: sum by count. */
  mean(name: string): number | undefined {
    const count = this.sum(`${name}_count`);
    const total = this.sum(`${name}_sum`);
    return count && total !== undefined ? total / count : undefined;
  }
}

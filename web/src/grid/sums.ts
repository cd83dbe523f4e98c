// SPDX-License-Identifier: Apache-2.0
// 计数 求和 平均 最大 of the chosen cells; decimals are added exactly.

export interface Sums {
  /** Cells that have something in them. */
  filled: number;
  /** Of these, those that are numbers. */
  numbers: number;
  sum: string;
  average: string;
  max: string;
  min: string;
}

const kDecimals = 6;
const kScale = 10n ** BigInt(kDecimals);

function unitsOf(text: string): bigint | undefined {
  const match = /^([-−]?)(\d+)(?:\.(\d{1,6}))?$/.exec(text.replaceAll(',', ''));
  if (!match) return undefined;
  const units = BigInt((match[2] ?? '') + (match[3] ?? '').padEnd(kDecimals, '0'));
  return match[1] ? -units : units;
}

function written(units: bigint, decimals: number): string {
  const drop = 10n ** BigInt(kDecimals - decimals);
  const size = units < 0n ? -units : units;
  const rounded = (size + drop / 2n) / drop;
  const digits = String(rounded).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = units < 0n && rounded > 0n ? '-' : '';
  return sign + (decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`);
}

export class Adder {
  private filled = 0;
  private numbers = 0;
  private total = 0n;
  private largest: bigint | undefined;
  private smallest: bigint | undefined;
  private decimals = 0;

  /** A date or a code may look like a number and is none: the caller says so. */
  add(text: string, isNumber: boolean): void {
    if (text === '') return;
    this.filled += 1;
    const units = isNumber ? unitsOf(text) : undefined;
    if (units === undefined) return;
    this.numbers += 1;
    this.total += units;
    if (this.largest === undefined || units > this.largest) this.largest = units;
    if (this.smallest === undefined || units < this.smallest) this.smallest = units;
    const point = text.indexOf('.');
    if (point >= 0) this.decimals = Math.max(this.decimals, text.length - point - 1);
  }

  sums(): Sums {
    const decimals = Math.min(this.decimals, kDecimals);
    const count = BigInt(this.numbers || 1);
    const half = this.total < 0n ? -count / 2n : count / 2n;
    const average = (this.total + half) / count;
    return {
      filled: this.filled,
      numbers: this.numbers,
      sum: written(this.total, decimals),
      average: written(average, average % kScale === 0n ? decimals : Math.max(2, decimals)),
      max: written(this.largest ?? 0n, decimals),
      min: written(this.smallest ?? 0n, decimals),
    };
  }
}

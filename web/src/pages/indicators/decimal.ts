// SPDX-License-Identifier: Apache-2.0
// Exact arithmetic on the decimal text in which the API gives numbers: a sum of 5,878 amounts must
// come to the fen.
export interface Decimal {
  units: bigint;
  scale: number;
}

/** undefined where the text is no decimal number. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^([-−]?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, sign = '', whole = '', rest = ''] = match;
  const units = BigInt(whole + rest);
  return { units: sign === '' ? units : -units, scale: rest.length };
}

function atScale(value: Decimal, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: atScale(a, scale) + atScale(b, scale), scale };
}

export function minus(a: Decimal, b: Decimal): Decimal {
  return plus(a, { units: -b.units, scale: b.scale });
}

export function isEqual(a: Decimal, b: Decimal): boolean {
  return minus(a, b).units === 0n;
}

/** Half up, away from zero, as an office rounds. */
export function rounded(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return { units: atScale(value, scale), scale };
  const step = 10n ** BigInt(value.scale - scale);
  const size = value.units < 0n ? -value.units : value.units;
  const units = (size + step / 2n) / step;
  return { units: value.units < 0n ? -units : units, scale };
}

export function decimalText(value: Decimal): string {
  const size = value.units < 0n ? -value.units : value.units;
  const digits = String(size).padStart(value.scale + 1, '0');
  const sign = value.units < 0n ? '-' : '';
  if (value.scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -value.scale)}.${digits.slice(-value.scale)}`;
}

/** 62.50 → 62.5, 98.00 → 98. */
export function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

export function sum(texts: readonly string[]): Decimal {
  return texts.reduce<Decimal>((total, text) => {
    const value = parseDecimal(text);
    return value ? plus(total, value) : total;
  }, { units: 0n, scale: 0 });
}

// SPDX-License-Identifier: Apache-2.0
// Choices of this browser that are no data: language, theme, last period. It may refuse to keep
// them.
const kPrefix = 'taizhang.';

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(kPrefix + name);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(kPrefix + name);
    else localStorage.setItem(kPrefix + name, value);
  } catch {
    // Then it holds for this page only.
  }
}

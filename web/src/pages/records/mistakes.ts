// SPDX-License-Identifier: Apache-2.0
// What the server says is wrong, by field.
import { mistakeAt } from '@/common/api';
import type { Field } from '@/common/ledgers';

export function mistakesOf(thrown: unknown, fields: readonly Field[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const field of fields) {
    const text = mistakeAt(thrown, field.name);
    if (text !== '') found[field.name] = text;
  }
  return found;
}

// SPDX-License-Identifier: Apache-2.0
import type { Schemas } from '@/common/api';

export interface UnitTyped {
  name: string;
  from: string;
  closedOn: string;
}

export interface UnitChange {
  name?: string;
  from?: string;
  closed_on?: string | null;
}

/** Only what is changed; a day goes with a new name alone. */
export function unitChange(
  unit: Pick<Schemas['Unit'], 'name' | 'closed_on'>, typed: UnitTyped,
): UnitChange {
  const name = typed.name.trim();
  const closedOn = typed.closedOn === '' ? null : typed.closedOn;
  return {
    ...(name === unit.name ? {} : { name, ...(typed.from === '' ? {} : { from: typed.from }) }),
    ...(closedOn === unit.closed_on ? {} : { closed_on: closedOn }),
  };
}

// SPDX-License-Identifier: Apache-2.0
// What every input of a form takes.
import type { Field } from '@/common/ledgers';
import type { FormValue } from './form_values';

export interface InputProps {
  field: Field;
  modelValue: FormValue | undefined;
  inputId: string;
  /** Of the label: for what is not one input but a group. */
  labelId: string;
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
  /** What #id means, where it is known from the record. */
  knownText?: string | undefined;
}

const kChipsMax = 5;
const kChipCharactersMax = 28;

/** Few short choices are seen at once; more are a list, many are found by typing. */
export function choiceLook(field: Field): 'chips' | 'list' | 'finder' {
  const characters = field.choices.reduce((sum, one) => sum + one.title.length, 0);
  if (field.choices.length <= kChipsMax && characters <= kChipCharactersMax) return 'chips';
  return field.choices.length <= 20 ? 'list' : 'finder';
}

/** Whether the label names a group and not one input. */
export function isGroup(field: Field): boolean {
  return ['boolean', 'multi_choice', 'attachment'].includes(field.type) ||
    (field.type === 'choice' && choiceLook(field) === 'chips');
}

// SPDX-License-Identifier: Apache-2.0
// What an answer means for the item. Three kinds of trouble: what passes by waiting, what its
// writer must mend, and what stops everybody's sending.
import { ApiProblem, type Problem } from '@/common/api';
import { backOff } from './back_off';
import type { Outcome } from './outbox';

export type Halt = 'unreached' | 'signed_out' | 'busy' | null;

export interface Judgement {
  outcome: Outcome;
  /** Why the next item would fare no better. */
  halt: Halt;
}

function judgeProblem(thrown: ApiProblem, tries: number, now: number, chance: number): Judgement {
  const { status, code, problem } = thrown;
  const notBefore = now + backOff(tries + 1, chance, thrown.waitSeconds);
  const later = (unsure: boolean, told: Problem | null, halt: Halt): Judgement =>
    ({ outcome: { what: 'later', unsure, notBefore, problem: told }, halt });
  if (status === 0) return later(true, null, 'unreached');
  if (status === 401) return later(false, null, 'signed_out');
  // The token was renewed elsewhere; the next run asks for it.
  if (code === 'csrf') return later(false, null, 'busy');
  if (status === 409 && code === 'in_progress') return later(true, null, null);
  if (status === 429 || status === 503) return later(status === 503, problem, 'busy');
  if (status >= 500) return later(true, problem, null);
  return { outcome: { what: 'refused', problem }, halt: null };
}

export function judge(thrown: unknown, tries: number, now: number, chance: number): Judgement {
  if (thrown instanceof ApiProblem) return judgeProblem(thrown, tries, now, chance);
  // Cut off by us for taking too long: the same as no answer.
  const notBefore = now + backOff(tries + 1, chance);
  return { outcome: { what: 'later', unsure: true, notBefore, problem: null }, halt: 'unreached' };
}

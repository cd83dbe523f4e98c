// SPDX-License-Identifier: Apache-2.0
// Sends the outbox, one item at a time and one step at a time. Each step is written down before it
// is sent and after it is answered, so that the page, the network or the server may go at any
// moment.
import { unknownProblem } from '@/common/problem';
import { say } from '@/common/language';
import { type Halt, judge } from './answers';
import { alike, type AsInput, conflictRows, isAlreadyThere, isOwnRevision } from './conflict';
import type { Keeper } from './keeper';
import {
  afterOutcome, beforeSending, type Item, nextDue, nextStep, type Outcome, type PhotoHead,
  type Seen, type Step,
} from './outbox';
import { currentOf, type Sender } from './sender';

export interface SyncTools {
  keeper: Keeper;
  sender: Sender;
  account: string;
  asInput: (ledger: string) => AsInput;
  now: () => number;
  chance: () => number;
  newKey: () => string;
  /** Something of the outbox is no longer what it was. */
  changed: (item: Item) => void;
  progress: (item: string, sent: number, total: number) => void;
}

// More steps than any item has: a guard against a mistake that would send for ever.
const kStepsMax = 40;

function pictureGone(photo: PhotoHead): Outcome {
  const problem = {
    ...unknownProblem(0).problem, code: 'picture_gone',
    detail: say(`${photo.name} 不在本机了，去掉后再传`, `${photo.name} is no longer here; remove it`),
  };
  return { what: 'refused', problem };
}

function tooOld(): Outcome {
  const problem = {
    ...unknownProblem(0).problem, code: 'old_attempt',
    detail: say('一周前发过，没收到回答。先在“记录”里找一找：已有就移除这一条，没有再传。',
      'Sent a week ago without an answer. Look for it among the records: remove this if it is ' +
      'there, send it again if not.'),
  };
  return { what: 'refused', problem };
}

export class Sync {
  constructor(private readonly tools: SyncTools) {}

  /** Until nothing is due, or nothing more can be done now. */
  async run(): Promise<Halt> {
    for (;;) {
      const item = nextDue(await this.tools.keeper.items(), this.tools.now());
      if (!item) return null;
      const halt = await this.send(item);
      if (halt) return halt;
    }
  }

  private async send(first: Item): Promise<Halt> {
    let item: Item | undefined = first;
    for (let count = 0; item && count < kStepsMax; count += 1) {
      const step = nextStep(item, this.tools.now(), this.tools.newKey);
      const wasUnsure = item.attempt?.unsure === true;
      // Its writer may have taken it back, or thrown it away, at any of these moments.
      const going = await this.alter(item, (now) =>
        now.state === 'waiting' || now.state === 'sending' ? beforeSending(now, step) : undefined);
      if (!going) return null;
      const { outcome, halt } = await this.carryOut(going, step, wasUnsure);
      item = await this.alter(going, (now) => afterOutcome(now, outcome, this.tools.now()));
      if (!item) return halt;
      // Not before the item says that it is sent: what is gone from here must be there.
      if (outcome.what === 'photo_sent') await this.tools.keeper.dropPicture(outcome.photo);
      if (halt || item.state !== 'sending') return halt;
    }
    return 'busy';
  }

  private async alter(
    item: Item, change: (now: Item) => Item | undefined,
  ): Promise<Item | undefined> {
    const next = await this.tools.keeper.alterItem(item.id, (now) => now && change(now));
    if (next) this.tools.changed(next);
    return next;
  }

  private async carryOut(
    item: Item, step: Step, wasUnsure: boolean,
  ): Promise<{ outcome: Outcome; halt: Halt }> {
    try {
      return { outcome: await this.outcomeOf(item, step), halt: null };
    } catch (thrown) {
      const theirs = step.what === 'change' ? currentOf(thrown) : undefined;
      try {
        if (theirs && step.what === 'change') {
          return { outcome: await this.outdated(item, step, theirs, wasUnsure), halt: null };
        }
      } catch (again) {
        return judge(again, item.tries, this.tools.now(), this.tools.chance());
      }
      return judge(thrown, item.tries, this.tools.now(), this.tools.chance());
    }
  }

  private async outcomeOf(item: Item, step: Step): Promise<Outcome> {
    const { sender, keeper } = this.tools;
    switch (step.what) {
      case 'create': {
        const { fields, key } = step.attempt;
        return {
          what: 'recorded', seen: await sender.create(item.ledger, fields, key, item.fromDraft),
        };
      }
      case 'change':
        return {
          what: 'recorded', seen: await sender.change(item.ledger, step.seen, step.attempt.fields),
        };
      case 'photo': {
        const bytes = await keeper.picture(step.photo.id);
        if (!bytes) return pictureGone(step.photo);
        await sender.photo(item.ledger, step.seen, step.photo, bytes,
          (sent, total) => { this.tools.progress(item.id, sent, total); });
        return { what: 'photo_sent', photo: step.photo.id };
      }
      case 'ask': return tooOld();
      case 'nothing': return { what: 'nothing_left' };
    }
  }

  // Changed meanwhile: by somebody else, or by ourselves, where the answer was lost on its way.
  private async outdated(
    item: Item, step: Step & { what: 'change' }, theirs: Seen, wasUnsure: boolean,
  ): Promise<Outcome> {
    const told = step.attempt.fields;
    if (isAlreadyThere(told, theirs, this.tools.asInput(item.ledger))) {
      return { what: 'recorded', seen: theirs };
    }
    if (wasUnsure) {
      const history = await this.tools.sender.history(item.ledger, theirs.record);
      if (isOwnRevision(history, step.seen.revision, this.tools.account, told)) {
        return { what: 'recorded', seen: theirs };
      }
    }
    const rows = conflictRows(item, theirs, this.tools.asInput(item.ledger));
    const isTouched = rows.some((row) => !alike(row.before, row.theirs));
    return isTouched ? { what: 'outdated', theirs } : { what: 'moved', seen: theirs };
  }
}

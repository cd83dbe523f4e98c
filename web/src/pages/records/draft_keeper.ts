// SPDX-License-Identifier: Apache-2.0
// Keeps what is typed with the server as it is typed: soon after a pause, at the latest some
// seconds after the first stroke, one request at a time, and again where the server was not
// reached. No drawing, no API: those are given.
import { ApiProblem } from '@/common/problem';

export type DraftState =
  | 'clean' // nothing typed that is not kept
  | 'changed' // typed, and to be kept soon
  | 'saving'
  | 'waiting' // the server was not reached; it is tried again
  | 'refused'; // the server will not keep it

export interface DraftStatus {
  state: DraftState;
  problem?: unknown;
}

const kPauseMilliseconds = 800;
const kLatestMilliseconds = 4_000;
const kRetryMilliseconds = 2_000;
const kRetryMillisecondsMax = 30_000;

function comesBack(thrown: unknown): boolean {
  return thrown instanceof ApiProblem &&
    (thrown.isOffline || thrown.status >= 500 || thrown.status === 429);
}

export class DraftKeeper {
  private typed = 0;
  private kept = 0;
  private firstTyped = 0;
  private failures = 0;
  private isStopped = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;
  private state: DraftState = 'clean';

  constructor(
    private readonly save: () => Promise<unknown>,
    private readonly tell: (status: DraftStatus) => void,
  ) {}

  get isKept(): boolean {
    return this.typed === this.kept;
  }

  /** Something was typed. */
  changed(): void {
    if (this.isKept) this.firstTyped = Date.now();
    this.typed += 1;
    if (this.state !== 'saving') this.say({ state: 'changed' });
    this.failures = 0;
    this.later();
  }

  /** Keeps it now; throws where it could not be kept. */
  async flush(): Promise<void> {
    if (this.isStopped) return;
    clearTimeout(this.timer);
    await this.run(true);
  }

  /** The form is being sent: nothing is kept any more, and what is under way has ended. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.running?.catch(() => undefined);
  }

  /** The form was refused: it is kept again. */
  resume(): void {
    this.isStopped = false;
    if (!this.isKept) this.later();
  }

  /** It is stored for good, or thrown away. */
  forget(): void {
    clearTimeout(this.timer);
    this.kept = this.typed;
    this.isStopped = false;
    this.say({ state: 'clean' });
  }

  private say(status: DraftStatus): void {
    this.state = status.state;
    this.tell(status);
  }

  private later(): void {
    if (this.isStopped) return;
    clearTimeout(this.timer);
    const left = this.firstTyped + kLatestMilliseconds - Date.now();
    const wait = Math.max(0, Math.min(kPauseMilliseconds, left));
    this.timer = setTimeout(() => { void this.run(false); }, wait);
  }

  private async run(mustTell: boolean): Promise<void> {
    while (!this.isKept && !this.isStopped) {
      if (this.running) {
        await this.running.catch(() => undefined);
        continue;
      }
      this.running = this.once();
      try {
        await this.running;
      } catch (thrown) {
        this.failed(thrown);
        if (mustTell) throw thrown;
        return;
      } finally {
        this.running = undefined;
      }
    }
  }

  private async once(): Promise<void> {
    const upTo = this.typed;
    this.say({ state: 'saving' });
    await this.save();
    this.kept = upTo;
    this.firstTyped = Date.now();
    this.failures = 0;
    this.say({ state: this.isKept ? 'clean' : 'changed' });
  }

  private failed(thrown: unknown): void {
    if (!comesBack(thrown)) {
      this.say({ state: 'refused', problem: thrown });
      return;
    }
    this.say({ state: 'waiting', problem: thrown });
    if (this.isStopped) return;
    const wait = Math.min(kRetryMilliseconds * 2 ** this.failures, kRetryMillisecondsMax);
    this.failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { void this.run(false); }, wait);
  }
}

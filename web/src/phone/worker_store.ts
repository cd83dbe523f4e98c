// SPDX-License-Identifier: Apache-2.0
// The worker at the phone: who it is, what the phone may keep for him, whether the server is
// reached, and when the outbox is sent.
import { shallowReactive } from 'vue';
import { ApiProblem, ask, keepToken, newKey } from '@/common/api';
import { keep, kept } from '@/common/keeping';
import { type Person, useSession } from '@/common/session';
import { isSecure, type KeepingState, openKeeper } from './offline/capability';
import { dropOthers } from './offline/device_keeper';
import { type Keeper, KeepingProblem } from './offline/keeper';
import { useLibrary } from './offline/library';
import { nextDueAt } from './offline/outbox';
import { kDayMilliseconds, kDaysMax } from './offline/scope_of_device';
import { sender } from './offline/sender';
import { Sync } from './offline/sync';
import { useOutbox } from './outbox_store';

const kAccountPlace = 'phone.account';
const kLeavingPlace = 'phone.leaving';
const kLockName = 'taizhang-phone-sync';
const kRefreshMilliseconds = 5 * 60_000;
const kProbeMilliseconds = 30_000;
const kIdleMilliseconds = 60_000;
const kSoonestMilliseconds = 500;
const kDueMillisecondsMax = 5 * 60_000;

/** One page of the browser sends at a time. Without locks (plain http) nothing is shared either. */
async function alone<T>(work: () => Promise<T>): Promise<T | undefined> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(kLockName, { ifAvailable: true },
    (lock) => lock ? work() : undefined);
}

function tooOld(): number {
  return Date.now() - kDaysMax * kDayMilliseconds;
}

// To the page of whoever is in now, with nothing of the last one in memory.
function beginAnew(): void {
  window.location.replace('/m/');
}

export class Worker {
  keeper: Keeper | undefined;
  keeping: KeepingState = 'lasting';
  reach: 'unknown' | 'reached' | 'unreached' = 'unknown';
  unreachedSince: number | undefined;
  needsSignIn = false;
  isSyncing = false;
  othersWaiting = 0;
  isFull = false;
  problem: unknown;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private refreshedAt = 0;
  private wantsAgain = false;
  private siblings: BroadcastChannel | undefined;

  get isOffline(): boolean {
    return this.reach === 'unreached';
  }

  private reached(): void {
    this.reach = 'reached';
    this.unreachedSince = undefined;
  }
  private unreached(): void {
    this.unreachedSince ??= Date.now();
    this.reach = 'unreached';
  }

  /** Of the last account on this phone, without asking the server. */
  async openLast(): Promise<Person | null> {
    const account = kept(kAccountPlace);
    if (!account || !isSecure()) return null;
    const opened = await openKeeper(account, beginAnew);
    const person = (await opened.keeper.kept<Person>('person'))?.value ?? null;
    if (!person) return null;
    useSession().take({ ...person, csrf_token: null });
    await this.use(opened.keeper, opened.state);
    return person;
  }

  /** After signing in, or where the server says who it is. */
  async openFor(person: Person): Promise<void> {
    this.needsSignIn = false;
    this.reached();
    const last = kept(kAccountPlace);
    if (last !== person.name || !this.keeper) {
      if (this.keeper) {
        keep(kAccountPlace, person.name);
        beginAnew();
        return;
      }
      if (last !== person.name) useLibrary().forgetChoices();
      keep(kAccountPlace, person.name);
      const opened = await openKeeper(person.name, beginAnew);
      await this.use(opened.keeper, opened.state);
    }
    await this.rememberPerson(person);
  }

  private async use(opened: Keeper, state: KeepingState): Promise<void> {
    this.keeper = opened;
    this.keeping = state;
    await opened.purge(tooOld());
    await useLibrary().open(opened);
    await useOutbox().open(opened);
    // Only who sends alone knows that nobody is in the middle of sending.
    await alone(() => useOutbox().findAgain());
    if (state === 'lasting') void navigator.storage.persist();
  }

  private async rememberPerson(person: Person): Promise<void> {
    await this.tellingIfFull(() =>
      this.keeper?.keep('person', { ...person, csrf_token: null }, Date.now()));
  }

  // What the phone cannot keep is told, and the work goes on without it.
  private async tellingIfFull(work: () => Promise<unknown> | undefined): Promise<void> {
    try {
      await work();
      this.isFull = false;
    } catch (thrown) {
      if (!(thrown instanceof KeepingProblem)) throw thrown;
      this.isFull = thrown.reason === 'full';
    }
  }

  private async isStillIn(): Promise<boolean> {
    const session = useSession();
    try {
      const { data } = await ask('get', '/api/v1/me');
      this.reached();
      if (session.person && data.name !== session.person.name) {
        // Somebody else has signed in in this browser: his own page, his own items.
        keep(kAccountPlace, data.name);
        beginAnew();
        return false;
      }
      keepToken(data.csrf_token);
      session.take(data);
      this.needsSignIn = false;
      await this.rememberPerson(data);
      return true;
    } catch (thrown) {
      if (thrown instanceof ApiProblem && thrown.status === 401) {
        this.reached();
        this.needsSignIn = true;
      } else {
        this.unreached();
      }
      return false;
    }
  }

  private newSync(keeper: Keeper, account: string): Sync {
    const outbox = useOutbox();
    return new Sync({
      keeper, sender, account, newKey,
      asInput: (ledger) => useLibrary().asInput(ledger),
      now: Date.now,
      chance: Math.random,
      changed: (item) => {
        outbox.show(item);
        this.siblings?.postMessage('changed');
      },
      progress: (item, sent, total) => {
        outbox.progress = { item, share: total === 0 ? 0 : sent / total };
      },
    });
  }

  private async refreshIfOld(force: boolean): Promise<void> {
    const { person } = useSession();
    if (!person || (!force && Date.now() - this.refreshedAt < kRefreshMilliseconds)) return;
    await this.tellingIfFull(() => useLibrary().refresh(person));
    this.refreshedAt = Date.now();
    if (this.keeper?.isLasting) {
      this.othersWaiting = await dropOthers(person.name, tooOld());
    }
  }

  private async syncOnce(force: boolean): Promise<void> {
    const { person } = useSession();
    const outbox = useOutbox();
    if (!this.keeper || !person || person.must_change_password) return;
    if (!await this.isStillIn()) return;
    const sentBefore = outbox.done.length;
    const halt = await this.newSync(this.keeper, person.name).run();
    if (halt === 'unreached') this.unreached();
    if (halt === 'signed_out') this.needsSignIn = true;
    if (halt === null) await this.refreshIfOld(force || outbox.done.length !== sentBefore);
  }

  /** Sends what is due and reads what is new; one at a time, whoever asks. */
  async sync(force = false): Promise<void> {
    if (this.isSyncing) {
      this.wantsAgain = true;
      return;
    }
    this.isSyncing = true;
    clearTimeout(this.timer);
    try {
      await alone(() => this.syncOnce(force));
      this.problem = undefined;
    } catch (thrown) {
      if (thrown instanceof ApiProblem && thrown.isOffline) this.unreached();
      else if (this.keeper) this.problem = thrown;
    } finally {
      this.isSyncing = false;
      useOutbox().progress = undefined;
    }
    if (this.wantsAgain) {
      this.wantsAgain = false;
      void this.sync();
    } else {
      this.schedule();
    }
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (!this.keeper || this.needsSignIn) return;
    const due = nextDueAt(useOutbox().all);
    const idle = this.isOffline ? kProbeMilliseconds : kIdleMilliseconds;
    const wait = due === undefined ? idle
      : Math.max(kSoonestMilliseconds, Math.min(due - Date.now(), kDueMillisecondsMax));
    // A locked screen must not keep knocking; it is made up for when the page is seen again.
    this.timer = setTimeout(() => {
      if (document.visibilityState === 'visible') void this.sync();
    }, wait);
  }

  /** Now, whatever the back-off says: the network is back, or the worker asks. */
  async syncNow(): Promise<void> {
    const outbox = useOutbox();
    for (const item of outbox.waiting) {
      if (item.notBefore > 0) await outbox.alter(item, (now) => ({ ...now, notBefore: 0 }));
    }
    await this.sync(true);
  }

  watchNetwork(): void {
    window.addEventListener('online', () => { void this.syncNow(); });
    window.addEventListener('offline', () => { this.unreached(); });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.sync();
    });
    // What is kept as long as the page only is lost with it.
    window.addEventListener('beforeunload', (event) => {
      if (this.keeper?.isLasting === false && useOutbox().unsent > 0) event.preventDefault();
    });
    if (!('BroadcastChannel' in window)) return;
    this.siblings = new BroadcastChannel('taizhang-phone');
    this.siblings.onmessage = () => { void useOutbox().reload(); };
  }

  /** Everything leaves the phone at once; the server is told when it is reached. */
  async signOut(): Promise<void> {
    const session = useSession();
    clearTimeout(this.timer);
    const erased = this.keeper;
    this.keeper = undefined;
    useOutbox().close();
    useLibrary().close();
    useLibrary().forgetChoices();
    keep(kAccountPlace, null);
    await erased?.erase();
    try {
      await session.signOut();
    } catch {
      keep(kLeavingPlace, '1');
      session.take(null);
    }
    this.needsSignIn = false;
  }

  /** A sign-out that the server has not heard of yet. */
  async finishLeaving(): Promise<void> {
    if (kept(kLeavingPlace) === null) return;
    const session = useSession();
    await session.load();
    if (session.person) await session.signOut();
    keep(kLeavingPlace, null);
  }
}

const worker = shallowReactive(new Worker());

export function useWorker(): Worker {
  return worker;
}

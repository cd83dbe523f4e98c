// SPDX-License-Identifier: Apache-2.0
// The worker at the phone: who it is, what the phone may keep for him, whether the server is
// reached, and when the outbox is sent.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { ApiProblem, ask, keepToken, newKey } from '@/common/api';
import { keep, kept } from '@/common/keeping';
import { type Person, useSession } from '@/common/session';
import { type KeepingState, isSecure, openKeeper } from './offline/capability';
import { dropOthers } from './offline/device_keeper';
import { KeepingProblem, type Keeper } from './offline/keeper';
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

/** One page of the browser sends at a time. Without locks (plain http) nothing is shared either. */
async function alone<T>(work: () => Promise<T>): Promise<T | undefined> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(kLockName, { ifAvailable: true },
    (lock) => lock ? work() : undefined);
}

export const useWorker = defineStore('worker', () => {
  const session = useSession();
  const outbox = useOutbox();
  const library = useLibrary();

  const keeper = shallowRef<Keeper>();
  const keeping = ref<KeepingState>('lasting');
  const reach = ref<'unknown' | 'reached' | 'unreached'>('unknown');
  const unreachedSince = ref<number>();
  const needsSignIn = ref(false);
  const isSyncing = ref(false);
  const othersWaiting = ref(0);
  const isFull = ref(false);
  const problem = shallowRef<unknown>();

  const isOffline = computed(() => reach.value === 'unreached');
  const siblings = 'BroadcastChannel' in window ? new BroadcastChannel('taizhang-phone') : undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let refreshedAt = 0;
  let wantsAgain = false;

  function reached(): void {
    reach.value = 'reached';
    unreachedSince.value = undefined;
  }
  function unreached(): void {
    unreachedSince.value ??= Date.now();
    reach.value = 'unreached';
  }

  /** Of the last account on this phone, without asking the server. */
  async function openLast(): Promise<Person | null> {
    const account = kept(kAccountPlace);
    if (!account || !isSecure()) return null;
    const opened = await openKeeper(account, gone);
    const person = (await opened.keeper.kept<Person>('person'))?.value ?? null;
    if (!person) return null;
    session.take({ ...person, csrf_token: null });
    await use(opened.keeper, opened.state);
    return person;
  }

  /** After signing in, or where the server says who it is. */
  async function openFor(person: Person): Promise<void> {
    needsSignIn.value = false;
    reached();
    if (keeper.value && kept(kAccountPlace) === person.name) {
      await rememberPerson(person);
      return;
    }
    keep(kAccountPlace, person.name);
    const opened = await openKeeper(person.name, gone);
    await use(opened.keeper, opened.state);
    await rememberPerson(person);
  }

  async function use(opened: Keeper, state: KeepingState): Promise<void> {
    keeper.value = opened;
    keeping.value = state;
    await opened.purge(Date.now() - kDaysMax * kDayMilliseconds);
    await library.open(opened);
    await outbox.open(opened);
    // Only who sends alone knows that nobody is in the middle of sending.
    await alone(outbox.findAgain);
    if (state === 'lasting') void navigator.storage.persist();
  }

  async function rememberPerson(person: Person): Promise<void> {
    await guarded(() => keeper.value?.keep('person', { ...person, csrf_token: null }, Date.now()));
  }

  // What the phone cannot keep is told, and the work goes on without it.
  async function guarded(work: () => Promise<unknown> | undefined): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof KeepingProblem)) throw thrown;
      isFull.value = thrown.reason === 'full';
    }
  }

  function gone(): void {
    window.location.replace('/m/');
  }

  async function whoIsIn(): Promise<'same' | 'nobody' | 'unreached'> {
    try {
      const { data } = await ask('get', '/api/v1/me');
      reached();
      if (session.person && data.name !== session.person.name) {
        // Somebody else has signed in in this browser: his own page, his own items.
        keep(kAccountPlace, data.name);
        gone();
        return 'nobody';
      }
      keepToken(data.csrf_token);
      session.take(data);
      await rememberPerson(data);
      return 'same';
    } catch (thrown) {
      if (thrown instanceof ApiProblem && thrown.status === 401) {
        reached();
        needsSignIn.value = true;
        return 'nobody';
      }
      unreached();
      return 'unreached';
    }
  }

  function newSync(at: Keeper, account: string): Sync {
    return new Sync({
      keeper: at, sender, account, newKey,
      asInput: library.asInput,
      now: Date.now,
      chance: Math.random,
      changed: (item) => {
        outbox.show(item);
        siblings?.postMessage('changed');
      },
      progress: (item, sent, total) => {
        outbox.progress = { item, share: total === 0 ? 0 : sent / total };
      },
    });
  }

  async function refreshIfOld(force: boolean): Promise<void> {
    const person = session.person;
    if (!person || (!force && Date.now() - refreshedAt < kRefreshMilliseconds)) return;
    await guarded(() => library.refresh(person));
    refreshedAt = Date.now();
    if (keeper.value?.isLasting) {
      othersWaiting.value = await dropOthers(person.name,
        Date.now() - kDaysMax * kDayMilliseconds);
    }
  }

  async function syncOnce(force: boolean): Promise<void> {
    const at = keeper.value;
    const person = session.person;
    if (!at || !person || person.must_change_password) return;
    if (await whoIsIn() !== 'same') return;
    const sentBefore = outbox.done.length;
    const halt = await newSync(at, person.name).run();
    if (halt === 'unreached') unreached();
    if (halt === 'signed_out') needsSignIn.value = true;
    if (halt === null) await refreshIfOld(force || outbox.done.length !== sentBefore);
  }

  /** Sends what is due and reads what is new; one at a time, whoever asks. */
  async function sync(force = false): Promise<void> {
    if (isSyncing.value) {
      wantsAgain = true;
      return;
    }
    isSyncing.value = true;
    clearTimeout(timer);
    try {
      await alone(() => syncOnce(force));
      problem.value = undefined;
    } catch (thrown) {
      if (thrown instanceof ApiProblem && thrown.isOffline) unreached();
      else problem.value = thrown;
    } finally {
      isSyncing.value = false;
      outbox.progress = undefined;
    }
    if (wantsAgain) {
      wantsAgain = false;
      void sync();
    } else {
      schedule();
    }
  }

  function schedule(): void {
    clearTimeout(timer);
    if (!keeper.value || needsSignIn.value) return;
    const due = nextDueAt(outbox.all);
    const idle = isOffline.value ? kProbeMilliseconds : kIdleMilliseconds;
    const wait = due === undefined ? idle
      : Math.max(kSoonestMilliseconds, Math.min(due - Date.now(), idle * 5));
    // A locked screen must not keep knocking; it is made up for when the page is seen again.
    timer = setTimeout(() => {
      if (document.visibilityState === 'visible') void sync();
    }, wait);
  }

  /** Now, whatever the back-off says: the network is back, or the worker asks. */
  async function syncNow(): Promise<void> {
    for (const item of outbox.waiting) {
      if (item.notBefore > 0 && item.state === 'waiting') {
        await outbox.save({ ...item, notBefore: 0 });
      }
    }
    await sync(true);
  }

  function watchNetwork(): void {
    window.addEventListener('online', () => { void syncNow(); });
    window.addEventListener('offline', unreached);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void sync();
    });
    if (siblings) siblings.onmessage = () => { void outbox.reload(); };
  }

  /** Everything leaves the phone at once; the server is told when it is reached. */
  async function signOut(): Promise<void> {
    clearTimeout(timer);
    const erased = keeper.value;
    keeper.value = undefined;
    outbox.close();
    library.close();
    await erased?.erase();
    for (const place of [kAccountPlace, 'phone.pinned', 'phone.recent']) keep(place, null);
    try {
      await session.signOut();
    } catch {
      keep(kLeavingPlace, '1');
      session.take(null);
    }
    needsSignIn.value = false;
  }

  /** A sign-out that the server has not heard of yet. */
  async function finishLeaving(): Promise<void> {
    if (kept(kLeavingPlace) === null) return;
    await session.load();
    if (session.person) await session.signOut();
    keep(kLeavingPlace, null);
  }

  return {
    keeper, keeping, reach, unreachedSince, isOffline, needsSignIn, isSyncing, othersWaiting,
    isFull, problem, openLast, openFor, sync, syncNow, watchNetwork, signOut, finishLeaving,
  };
});

// SPDX-License-Identifier: Apache-2.0
// Who is signed in and what he may do. The server decides; this only spares him buttons that it
// would refuse.
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { ApiProblem, ask, keepToken, type Schemas } from './api';
import { beginAt } from './period';

export type Person = Schemas['Person'];
export type Permission = Person['holdings'][number]['permissions'][number];

export const useSession = defineStore('session', () => {
  const person = shallowRef<Person | null>(null);
  /** The server no longer knows the session; the page stays as it is until he is in again. */
  const isExpired = shallowRef(false);
  const isIn = computed(() => person.value !== null && !person.value.must_change_password);
  const mustChangePassword = computed(() => person.value?.must_change_password === true);
  const heldAreas = computed(() => (person.value?.holdings ?? []).map((one) => one.area));

  function take(found: Person | null): void {
    person.value = found;
    isExpired.value = false;
    keepToken(found?.csrf_token);
    beginAt(found?.latest_on);
  }

  /** Asks who it is; null where nobody is signed in. */
  async function load(): Promise<Person | null> {
    try {
      take((await ask('get', '/api/v1/me')).data);
    } catch (thrown) {
      if (!(thrown instanceof ApiProblem) || thrown.status !== 401) throw thrown;
      take(null);
    }
    return person.value;
  }

  async function signIn(name: string, password: string, code = ''): Promise<void> {
    const body = { name, password, ...(code === '' ? {} : { code }) };
    take((await ask('post', '/api/v1/session', { body })).data);
  }

  /** Also ends the other sessions of the account: the server does it. */
  async function changePassword(before: string, password: string): Promise<void> {
    const answer = await ask('post', '/api/v1/me/password', { body: { before, password } });
    keepToken(answer.data.csrf_token);
    await load();
  }

  async function signOut(): Promise<void> {
    try {
      await ask('delete', '/api/v1/session');
    } catch (thrown) {
      // Who is out already is out.
      if (!(thrown instanceof ApiProblem) || thrown.status !== 401) throw thrown;
    }
    take(null);
  }

  /** Whether some role has the permission; of one area, whether that role reaches it. */
  function may(permission: Permission, within: (area: string) => boolean = () => true): boolean {
    return (person.value?.holdings ?? []).some((holding) =>
      holding.permissions.includes(permission) && (holding.area === null || within(holding.area)));
  }

  return {
    person, isIn, isExpired, mustChangePassword, heldAreas, take, load, signIn, changePassword,
    signOut, may,
  };
});

// SPDX-License-Identifier: Apache-2.0
// One definition on the table: what is in force, what it is to become, what the server says of it,
// and publishing. The YAML text is what counts; the form shows and writes the tree in it.
import { useQueryClient } from '@tanstack/vue-query';
import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { ApiProblem, ask, asProblem, newKey } from '@/common/api';
import { useSession } from '@/common/session';
import { changedKeys, differences, missingFields } from './fields';
import type { Foreseen } from './foreseen';
import { keepWork, keptWork, type Work } from './kept_work';
import { merge } from './merge';
import { type FieldMistake, mistakesOf, placed } from './mistakes';
import { textAt, toTree, type TreeMap } from './tree';
import { readYaml } from './yaml_read';
import { toYaml } from './yaml_write';

export type Kind = 'ledger' | 'indicator';

export interface InForce {
  tree: TreeMap;
  version: number;
  retired: boolean;
  since: string;
  title: string;
}

const kWaitMilliseconds = 900;
const kStepsMax = 100;

export async function readDefinition(kind: Kind, name: string, version?: number) {
  const answer = await ask('get', '/api/v1/definitions/{kind}/{name}', {
    path: { kind, name }, query: version === undefined ? {} : { version },
  });
  const { data } = answer;
  const inForce: InForce = {
    tree: toTree(data.definition) as TreeMap, version: data.version, retired: data.retired,
    since: data.since, title: data.title,
  };
  return { inForce, seen: answer.etag };
}

export function useDesk(kind: Kind, name: string) {
  const account = useSession().person?.name ?? '';
  const queries = useQueryClient();

  const state = ref<'loading' | 'ready' | 'absent' | 'failed'>('loading');
  const failure = shallowRef<unknown>();
  const inForce = shallowRef<InForce>();
  const base = shallowRef<TreeMap | null>(null);
  const baseVersion = ref(0);
  const seen = ref('');
  const text = ref('');
  const reason = ref('');
  const savedAt = ref('');
  const isKept = ref(true);
  const wasKept = ref(false);

  const reading = computed(() => readYaml(text.value));
  const lastTree = shallowRef<TreeMap>({});
  const tree = computed(() => reading.value.tree ?? lastTree.value);
  const isReadable = computed(() => reading.value.tree !== undefined);
  watch(reading, (now) => { if (now.tree) lastTree.value = now.tree; });

  const baseText = computed(() => base.value ? toYaml(base.value) : '');
  const isChanged = computed(() => state.value === 'ready' && text.value !== baseText.value);
  const changed = computed(() => differences(base.value, tree.value));
  const changeCount = computed(() => changed.value.size +
    changedKeys(base.value, tree.value).length + missingFields(base.value, tree.value).length);

  // Steps back and forth.
  const past = shallowRef<string[]>([]);
  const future = shallowRef<string[]>([]);
  let lastPlace = '';
  function put(next: string, place = ''): void {
    if (next === text.value) return;
    // Typing in one place is one step.
    if (place === '' || place !== lastPlace) {
      past.value = [...past.value, text.value].slice(-kStepsMax);
    }
    lastPlace = place;
    future.value = [];
    text.value = next;
  }
  function change(next: TreeMap, place = ''): void {
    lastTree.value = next;
    put(toYaml(next), place);
  }
  function step(from: typeof past, to: typeof past): void {
    const next = from.value.at(-1);
    if (next === undefined) return;
    to.value = [...to.value, text.value];
    from.value = from.value.slice(0, -1);
    lastPlace = '';
    text.value = next;
  }

  // Kept in the tab as it is typed.
  function keep(): void {
    if (state.value !== 'ready') return;
    const work: Work = {
      base: base.value, baseVersion: baseVersion.value, seen: seen.value, text: text.value,
      reason: reason.value, at: new Date().toISOString(),
    };
    isKept.value = keepWork(account, kind, name, isChanged.value ? work : null);
    savedAt.value = isChanged.value ? work.at : '';
  }

  // What the server says of it: asked a moment after the last key.
  const foreseen = shallowRef<Foreseen>();
  const told = shallowRef<readonly { line: number; what: string; how: string }[]>([]);
  const problem = shallowRef<unknown>();
  const isAsking = ref(false);
  const mistakes = computed<FieldMistake[]>(() => placed(
    reading.value.mistakes.length > 0 ? reading.value.mistakes : told.value,
    reading.value.parts, reading.value.tree));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;

  const stale = shallowRef<InForce | null>();

  // Somebody changed definitions since these were read: this one, or others, which is no matter.
  async function lookAgain(): Promise<boolean> {
    let now: InForce | null = null;
    let version = '';
    try {
      const found = await readDefinition(kind, name);
      now = found.inForce;
      version = found.seen;
    } catch (thrown) {
      if (asProblem(thrown).status !== 404) throw thrown;
    }
    const isSame = now === null ? base.value === null
      : base.value !== null && toYaml(now.tree) === baseText.value;
    if (isSame) {
      if (version !== '') seen.value = version;
      return false;
    }
    stale.value = now;
    if (version !== '') staleSeen = version;
    return true;
  }
  let staleSeen = '';

  async function foresee(): Promise<boolean> {
    clearTimeout(timer);
    asking?.abort();
    if (!isChanged.value || !isReadable.value) {
      foreseen.value = undefined;
      told.value = [];
      problem.value = undefined;
      isAsking.value = false;
      return false;
    }
    const controller = new AbortController();
    asking = controller;
    isAsking.value = true;
    try {
      const answer = await ask('post', '/api/v1/definitions/preview', {
        body: { yaml: text.value }, signal: controller.signal,
      });
      foreseen.value = answer.data;
      told.value = [];
      problem.value = undefined;
      if (answer.etag !== seen.value) {
        if (base.value === null) seen.value = answer.etag;
        else await lookAgain();
      }
      return true;
    } catch (thrown) {
      if (controller.signal.aborted) return false;
      foreseen.value = undefined;
      told.value = mistakesOf(thrown);
      problem.value = told.value.length > 0 ? undefined : thrown;
      return false;
    } finally {
      if (asking === controller) isAsking.value = false;
    }
  }

  watch([text, reason, base], () => {
    keep();
    clearTimeout(timer);
    timer = setTimeout(() => { void foresee(); }, kWaitMilliseconds);
  });
  onBeforeUnmount(() => {
    clearTimeout(timer);
    asking?.abort();
  });

  function begin(found: InForce | undefined, version: string): void {
    inForce.value = found;
    base.value = found?.tree ?? null;
    baseVersion.value = found?.version ?? 0;
    seen.value = version;
    lastTree.value = found?.tree ?? {};
    text.value = baseText.value;
    past.value = [];
    future.value = [];
    stale.value = undefined;
  }

  function takeUp(work: Work): void {
    base.value = work.base;
    baseVersion.value = work.baseVersion;
    seen.value = work.seen;
    text.value = work.text;
    reason.value = work.reason;
    savedAt.value = work.at;
    wasKept.value = true;
  }

  async function load(): Promise<void> {
    const work = keptWork(account, kind, name);
    state.value = 'loading';
    try {
      const found = await readDefinition(kind, name);
      begin(found.inForce, found.seen);
      if (work) takeUp(work);
    } catch (thrown) {
      if (asProblem(thrown).status !== 404) {
        failure.value = thrown;
        state.value = 'failed';
        return;
      }
      if (!work) {
        state.value = 'absent';
        return;
      }
      begin(undefined, '');
      takeUp(work);
    }
    state.value = 'ready';
    await foresee();
  }

  const isPublishing = ref(false);
  let key = newKey();
  let keyOf = '';

  /** The version of all definitions that it made; undefined where it was refused. */
  async function publish(): Promise<boolean> {
    isPublishing.value = true;
    // The same change sent again is the same request; another one is not.
    const sent = `${seen.value} ${reason.value} ${text.value}`;
    if (sent !== keyOf) key = newKey();
    keyOf = sent;
    try {
      await ask('post', '/api/v1/definitions', {
        body: { yaml: text.value, ...(reason.value.trim() ? { reason: reason.value.trim() } : {}) },
        seen: seen.value, key,
      });
    } catch (thrown) {
      if (thrown instanceof ApiProblem && thrown.isStale) {
        if (!(await lookAgain())) problem.value = thrown;
      } else {
        told.value = mistakesOf(thrown);
        problem.value = told.value.length > 0 ? undefined : thrown;
      }
      return false;
    } finally {
      isPublishing.value = false;
    }
    keepWork(account, kind, name, null);
    reason.value = '';
    savedAt.value = '';
    wasKept.value = false;
    await Promise.all(['ledgers', 'ledger', 'definitions', 'definition-versions']
      .map((one) => queries.invalidateQueries({ queryKey: [one] })));
    const found = await readDefinition(kind, name);
    begin(found.inForce, found.seen);
    foreseen.value = undefined;
    return true;
  }

  function discard(): void {
    put(baseText.value);
    reason.value = '';
    wasKept.value = false;
  }

  /** One's own changes laid over the other's; where both changed the same, one's own stays. */
  const merged = computed(() => stale.value
    ? merge(base.value ?? {}, stale.value.tree, tree.value) : undefined);
  function settle(choice: 'theirs' | 'merged'): void {
    const theirs = stale.value;
    if (!theirs) return;
    const next = choice === 'merged' ? merged.value?.tree : theirs.tree;
    inForce.value = theirs;
    base.value = theirs.tree;
    baseVersion.value = theirs.version;
    seen.value = staleSeen;
    stale.value = undefined;
    change(next ?? theirs.tree);
  }

  return {
    kind, name, state, failure, inForce, base, text, reason, savedAt, isKept, wasKept, reading,
    tree, isReadable, baseText, isChanged, changed, changeCount, past, future, foreseen, mistakes,
    problem, isAsking, stale, merged, isPublishing, put, change, load, foresee, publish, discard,
    settle, nameInText: computed(() => textAt(tree.value, kind)),
    undo: () => { step(past, future); }, redo: () => { step(future, past); },
  };
}

export type Desk = ReturnType<typeof useDesk>;

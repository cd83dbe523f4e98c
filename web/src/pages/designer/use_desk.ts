// SPDX-License-Identifier: Apache-2.0
// One definition on the table: what is in force, what it is to become, what the server says of it,
// and publishing. The YAML text is what counts; the form shows and writes the tree in it.
import { type QueryClient, useQueryClient } from '@tanstack/vue-query';
import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { ApiProblem, ask, asProblem, newKey } from '@/common/api';
import { say } from '@/common/language';
import { useSession } from '@/common/session';
import { changedKeys, differences, missingFields } from './fields';
import type { Foreseen } from './foreseen';
import { keepWork, keptWork, type Work } from './kept_work';
import { merge } from './merge';
import { type FieldMistake, mistakesOf, placed } from './mistakes';
import { textAt, toTree, type TreeMap } from './tree';
import { type Mistake, readYaml } from './yaml_read';
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

/** Text with steps back and forth; typing in one place is one step. */
class Steps {
  readonly text = ref('');
  readonly past = shallowRef<string[]>([]);
  readonly future = shallowRef<string[]>([]);
  private lastPlace = '';

  put(next: string, place = ''): void {
    if (next === this.text.value) return;
    if (place === '' || place !== this.lastPlace) {
      this.past.value = [...this.past.value, this.text.value].slice(-kStepsMax);
    }
    this.lastPlace = place;
    this.future.value = [];
    this.text.value = next;
  }

  begin(text: string): void {
    this.text.value = text;
    this.past.value = [];
    this.future.value = [];
    this.lastPlace = '';
  }

  undo(): void {
    this.step(this.past, this.future);
  }
  redo(): void {
    this.step(this.future, this.past);
  }

  private step(from: Steps['past'], to: Steps['past']): void {
    const next = from.value.at(-1);
    if (next === undefined) return;
    to.value = [...to.value, this.text.value];
    from.value = from.value.slice(0, -1);
    this.lastPlace = '';
    this.text.value = next;
  }
}

export class Desk extends Steps {
  readonly state = ref<'loading' | 'ready' | 'absent' | 'failed'>('loading');
  readonly failure = shallowRef<unknown>();
  readonly inForce = shallowRef<InForce>();
  /** What the change began from; null where it is new. */
  readonly base = shallowRef<TreeMap | null>(null);
  readonly reason = ref('');
  readonly savedAt = ref('');
  readonly isKept = ref(true);
  readonly wasKept = ref(false);
  private baseVersion = 0;
  /** The version of all definitions that this change has seen. */
  private seen = '';

  readonly reading = computed(() => readYaml(this.text.value));
  private readonly lastTree = shallowRef<TreeMap>({});
  /** What is written, or was when it could last be read. */
  readonly tree = computed(() => this.reading.value.tree ?? this.lastTree.value);
  private readonly own = computed<Mistake[]>(() => {
    const { tree, mistakes } = this.reading.value;
    if (!tree || textAt(tree, this.kind) === this.name) return mistakes;
    return [{
      line: 1, what: say(`这里改的是 ${this.name}，编码不改`, `This is ${this.name}, which stays`),
      how: `${this.kind}: ${this.name}`,
    }];
  });
  readonly isReadable = computed(() => this.own.value.length === 0);

  readonly baseText = computed(() => this.base.value ? toYaml(this.base.value) : '');
  readonly isEdited = computed(() =>
    this.state.value === 'ready' && this.text.value !== this.baseText.value);
  // A retired one comes back by being published as it is.
  readonly isChanged = computed(() => this.isEdited.value ||
    (this.state.value === 'ready' && this.inForce.value?.retired === true));
  readonly changed = computed(() => differences(this.base.value, this.tree.value));
  readonly changeCount = computed(() => this.changed.value.size +
    changedKeys(this.base.value, this.tree.value).length +
    missingFields(this.base.value, this.tree.value).length);

  readonly foreseen = shallowRef<Foreseen>();
  readonly problem = shallowRef<unknown>();
  readonly isAsking = ref(false);
  readonly isPublishing = ref(false);
  private readonly told = shallowRef<readonly Mistake[]>([]);
  // The server's words where it has any; before it is asked, what is seen here.
  readonly mistakes = computed<FieldMistake[]>(() => placed(
    this.told.value.length > 0 ? this.told.value : this.own.value,
    this.reading.value.parts, this.reading.value.tree));
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined;

  /** What somebody else has published meanwhile; undefined: nothing. */
  readonly stale = shallowRef<InForce>();
  private staleSeen = '';
  readonly merged = computed(() => this.stale.value
    ? merge(this.base.value ?? {}, this.stale.value.tree, this.tree.value) : undefined);

  private key = newKey();
  private keyOf = '';

  constructor(
    readonly kind: Kind, readonly name: string,
    private readonly account: string, private readonly queries: QueryClient,
  ) {
    super();
    watch(this.reading, (now) => { if (now.tree) this.lastTree.value = now.tree; });
    watch([this.text, this.reason, this.base], () => { this.keep(); });
    watch([this.text, this.base], () => {
      // What was told is of another text.
      this.told.value = [];
      clearTimeout(this.timer);
      this.timer = setTimeout(() => { void this.foresee(); }, kWaitMilliseconds);
    });
  }

  end(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  change(next: TreeMap, place = ''): void {
    this.lastTree.value = next;
    this.put(toYaml(next), place);
  }

  setReason(text: string): void {
    this.reason.value = text;
  }

  private keep(): void {
    if (this.state.value !== 'ready') return;
    const work: Work = {
      base: this.base.value, baseVersion: this.baseVersion, seen: this.seen,
      text: this.text.value, reason: this.reason.value, at: new Date().toISOString(),
    };
    const isWorth = this.isEdited.value;
    this.isKept.value = keepWork(this.account, this.kind, this.name, isWorth ? work : null);
    this.savedAt.value = isWorth && this.isKept.value ? work.at : '';
  }

  async load(): Promise<void> {
    const work = keptWork(this.account, this.kind, this.name);
    this.state.value = 'loading';
    try {
      const found = await readDefinition(this.kind, this.name);
      this.start(found.inForce, found.seen);
      if (work) this.takeUp(work);
    } catch (thrown) {
      if (asProblem(thrown).status !== 404) {
        this.failure.value = thrown;
        this.state.value = 'failed';
        return;
      }
      if (!work) {
        this.state.value = 'absent';
        return;
      }
      this.start(undefined, '');
      this.takeUp(work);
    }
    this.state.value = 'ready';
    await this.foresee();
  }

  private start(found: InForce | undefined, version: string): void {
    this.inForce.value = found;
    this.base.value = found?.tree ?? null;
    this.baseVersion = found?.version ?? 0;
    this.seen = version;
    this.lastTree.value = found?.tree ?? {};
    this.stale.value = undefined;
    this.begin(this.baseText.value);
  }

  private takeUp(work: Work): void {
    this.base.value = work.base;
    this.baseVersion = work.baseVersion;
    this.seen = work.seen;
    this.reason.value = work.reason;
    this.savedAt.value = work.at;
    this.wasKept.value = true;
    this.begin(work.text);
  }

  // Somebody changed definitions since these were read: this one (true), or others, which is no
  // matter: then the newer version counts as seen.
  private async lookAgain(): Promise<boolean> {
    const found = await readDefinition(this.kind, this.name).catch((thrown: unknown) => {
      if (asProblem(thrown).status === 404) return undefined;
      throw thrown;
    });
    if (!found) return false;
    if (this.base.value !== null && toYaml(found.inForce.tree) === this.baseText.value) {
      this.seen = found.seen;
      return false;
    }
    this.staleSeen = found.seen;
    this.stale.value = found.inForce;
    return true;
  }

  /** What the server says of the change: asked a moment after the last key. */
  async foresee(): Promise<void> {
    this.end();
    if (!this.isChanged.value) {
      this.forget();
      return;
    }
    const controller = new AbortController();
    this.asking = controller;
    this.isAsking.value = true;
    try {
      const answer = await ask('post', '/api/v1/definitions/preview', {
        body: { yaml: this.text.value }, signal: controller.signal,
      });
      this.forget();
      this.foreseen.value = answer.data;
      if (answer.etag !== this.seen) {
        if (this.base.value === null) this.seen = answer.etag;
        await this.lookAgain();
      }
    } catch (thrown) {
      if (!controller.signal.aborted) this.refused(thrown);
    } finally {
      if (this.asking === controller) this.isAsking.value = false;
    }
  }

  private forget(): void {
    this.foreseen.value = undefined;
    this.told.value = [];
    this.problem.value = undefined;
  }

  private refused(thrown: unknown): void {
    this.foreseen.value = undefined;
    this.told.value = mistakesOf(thrown);
    this.problem.value = this.told.value.length > 0 ? undefined : thrown;
  }

  // The same change sent again is the same request; another one is not.
  private keyNow(): string {
    const sent = `${this.seen} ${this.reason.value} ${this.text.value}`;
    if (sent !== this.keyOf) this.key = newKey();
    this.keyOf = sent;
    return this.key;
  }

  /** False where it was refused: then mistakes, problem or stale tell why. */
  async publish(): Promise<boolean> {
    const reason = this.reason.value.trim();
    this.isPublishing.value = true;
    try {
      await ask('post', '/api/v1/definitions', {
        body: { yaml: this.text.value, ...(reason === '' ? {} : { reason }) },
        seen: this.seen, key: this.keyNow(),
      });
    } catch (thrown) {
      const isStale = thrown instanceof ApiProblem && thrown.isStale;
      // Where only others were changed, the new version is seen now, and it is looked at again.
      if (!isStale) this.refused(thrown);
      else if (!(await this.lookAgain())) await this.foresee();
      return false;
    } finally {
      this.isPublishing.value = false;
    }
    await this.published();
    return true;
  }

  private async published(): Promise<void> {
    keepWork(this.account, this.kind, this.name, null);
    this.reason.value = '';
    this.savedAt.value = '';
    this.wasKept.value = false;
    this.forget();
    await Promise.all(['ledgers', 'ledger', 'definitions', 'definition-versions', 'definition']
      .map((one) => this.queries.invalidateQueries({ queryKey: [one] })));
    const found = await readDefinition(this.kind, this.name);
    this.start(found.inForce, found.seen);
  }

  discard(): void {
    this.put(this.baseText.value);
    this.reason.value = '';
    this.wasKept.value = false;
  }

  /** One's own changes laid over the other's; where both changed the same, one's own stays. */
  settle(choice: 'theirs' | 'merged'): void {
    const theirs = this.stale.value;
    if (!theirs) return;
    const next = choice === 'merged' ? this.merged.value?.tree : theirs.tree;
    this.inForce.value = theirs;
    this.base.value = theirs.tree;
    this.baseVersion = theirs.version;
    this.seen = this.staleSeen;
    this.stale.value = undefined;
    this.change(next ?? theirs.tree);
  }
}

export function useDesk(kind: Kind, name: string): Desk {
  const desk = new Desk(kind, name, useSession().person?.name ?? '', useQueryClient());
  onBeforeUnmount(() => { desk.end(); });
  return desk;
}

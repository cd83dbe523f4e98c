// SPDX-License-Identifier: Apache-2.0
// What the phone knows of the office: definitions, the areas of the scope, and the latest records
// of the ledgers in use. Read from the phone at once, from the server when it is reached.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { type GoodOf, read, type Schemas } from '@/common/api';
import { type Area, AreaTree } from '@/common/areas';
import type { Field, Ledger, LedgerRow } from '@/common/ledgers';
import { keep, kept } from '@/common/keeping';
import { toApi, toForm } from '@/forms/form_values';
import type { Person } from '@/common/session';
import type { AsInput } from './conflict';
import type { Keeper } from './keeper';
import {
  areasOfScope, kDayMilliseconds, kLedgersMax, kLedgersWithRecordsMax, kRecordsPerLedgerMax,
  kUnitsMax, ledgersInOrder,
} from './scope_of_device';

export type LedgerRecord = Schemas['Record'];
export type Unit = Schemas['Unit'];
export type Counters = GoodOf<'get', '/api/v1/ledgers/{ledger}/counters'>;

const kDefinitionMilliseconds = kDayMilliseconds / 2;
const kRecentMax = 6;
const kPlaces = { pinned: 'phone.pinned', recent: 'phone.recent' };

function list(place: string): string[] {
  return (kept(place) ?? '').split(',').filter((one) => one !== '');
}

async function everyArea(): Promise<Area[]> {
  const areas: Area[] = [];
  for (let after: string | undefined; ;) {
    const page = await read('/api/v1/areas', { query: after ? { after } : {} });
    areas.push(...page.areas);
    if (page.next === null) return areas;
    after = page.next;
  }
}

export const useLibrary = defineStore('library', () => {
  const ledgers = shallowRef<readonly LedgerRow[]>([]);
  const definitions = shallowRef<ReadonlyMap<string, Ledger>>(new Map());
  const areas = shallowRef<readonly Area[]>([]);
  const units = shallowRef<readonly Unit[]>([]);
  const records = shallowRef<ReadonlyMap<string, readonly LedgerRecord[]>>(new Map());
  const counters = shallowRef<ReadonlyMap<string, Counters>>(new Map());
  const readAt = ref<number>();
  const pinned = ref(list(kPlaces.pinned));
  const recent = ref(list(kPlaces.recent));

  let keeper: Keeper | undefined;
  const definedAt = new Map<string, number>();

  const tree = computed(() => new AreaTree(areas.value));
  const inOrder = computed(() => ledgersInOrder(ledgers.value, pinned.value, recent.value));
  const used = computed(() => inOrder.value.slice(0, kLedgersWithRecordsMax));

  async function fromKeeper<T>(name: string, take: (value: T, at: number) => void): Promise<void> {
    const found = await keeper?.kept<T>(name);
    if (found) take(found.value, found.at);
  }

  /** What the phone has. */
  async function open(from: Keeper): Promise<void> {
    close();
    keeper = from;
    await fromKeeper<LedgerRow[]>('ledgers', (value, at) => {
      ledgers.value = value;
      readAt.value = at;
    });
    await fromKeeper<Area[]>('areas', (value) => { areas.value = value; });
    await fromKeeper<Unit[]>('units', (value) => { units.value = value; });
    const found = new Map<string, Ledger>();
    const rows = new Map<string, readonly LedgerRecord[]>();
    const sums = new Map<string, Counters>();
    for (const { name } of ledgers.value) {
      await fromKeeper<Ledger>(`ledger/${name}`, (value, at) => {
        found.set(name, value);
        definedAt.set(name, at);
      });
      await fromKeeper<LedgerRecord[]>(`records/${name}`, (value) => { rows.set(name, value); });
      await fromKeeper<Counters>(`counters/${name}`, (value) => { sums.set(name, value); });
    }
    definitions.value = found;
    records.value = rows;
    counters.value = sums;
  }

  function close(): void {
    keeper = undefined;
    definedAt.clear();
    ledgers.value = [];
    areas.value = [];
    units.value = [];
    definitions.value = new Map();
    records.value = new Map();
    counters.value = new Map();
    readAt.value = undefined;
  }

  async function define(name: string): Promise<Ledger> {
    const ledger = await read('/api/v1/ledgers/{ledger}', { path: { ledger: name } });
    definedAt.set(name, Date.now());
    definitions.value = new Map(definitions.value).set(name, ledger);
    await keeper?.keep(`ledger/${name}`, ledger, Date.now());
    return ledger;
  }

  async function readRecords(name: string): Promise<readonly LedgerRecord[]> {
    const page = await read('/api/v1/ledgers/{ledger}/records', {
      path: { ledger: name }, query: { limit: kRecordsPerLedgerMax, sort: '-@recorded_at' },
    });
    records.value = new Map(records.value).set(name, page.records);
    await keeper?.keep(`records/${name}`, page.records, Date.now());
    return page.records;
  }

  async function readCounters(name: string): Promise<void> {
    const found = await read('/api/v1/ledgers/{ledger}/counters', { path: { ledger: name } });
    counters.value = new Map(counters.value).set(name, found);
    await keeper?.keep(`counters/${name}`, found, Date.now());
  }

  /** From the server: what may have changed, a bounded number of small requests. */
  async function refresh(person: Person): Promise<void> {
    const now = Date.now();
    ledgers.value = (await read('/api/v1/ledgers')).ledgers.slice(0, kLedgersMax);
    areas.value = areasOfScope(await everyArea(), person.holdings.map((one) => one.area));
    units.value = (await read('/api/v1/units')).units
      .filter((one) => one.closed_on === null).slice(0, kUnitsMax);
    await keeper?.keep('ledgers', ledgers.value, now);
    await keeper?.keep('areas', areas.value, now);
    await keeper?.keep('units', units.value, now);
    for (const { name } of ledgers.value) {
      if (now - (definedAt.get(name) ?? 0) > kDefinitionMilliseconds) await define(name);
    }
    await refreshRecords();
    readAt.value = now;
  }

  async function refreshRecords(): Promise<void> {
    for (const { name } of used.value) {
      await readRecords(name);
      await readCounters(name);
    }
  }

  function fieldsOf(name: string): readonly Field[] {
    return (definitions.value.get(name)?.fields ?? []).filter((field) => !field.retired);
  }

  /** For a ledger: shown values as its form takes them. */
  function asInput(ledger: string): AsInput {
    const byName = new Map(fieldsOf(ledger).map((field) => [field.name, field]));
    return (name, shown) => {
      const field = byName.get(name);
      return field ? toApi(field, toForm(field, shown)) : null;
    };
  }

  function titleOf(name: string): string {
    return ledgers.value.find((one) => one.name === name)?.title ??
      definitions.value.get(name)?.title ?? name;
  }

  function pin(name: string): void {
    pinned.value = pinned.value.includes(name)
      ? pinned.value.filter((one) => one !== name) : [...pinned.value, name];
    keep(kPlaces.pinned, pinned.value.join(',') || null);
  }

  function using(name: string): void {
    recent.value = [name, ...recent.value.filter((one) => one !== name)].slice(0, kRecentMax);
    keep(kPlaces.recent, recent.value.join(','));
  }

  return {
    ledgers, definitions, areas, units, records, counters, readAt, pinned, recent, tree, inOrder,
    used, open, close, define, readRecords, readCounters, refresh, refreshRecords, fieldsOf,
    asInput, titleOf, pin, using,
  };
});

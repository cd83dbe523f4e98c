// SPDX-License-Identifier: Apache-2.0
// What the phone knows of the office: definitions, the areas of the scope, and the latest records
// of the ledgers in use. Read from the phone at once, from the server when it is reached.
import { shallowReactive } from 'vue';
import { type GoodOf, read, type Schemas } from '@/common/api';
import { type Area, AreaTree } from '@/common/areas';
import { keep, kept } from '@/common/keeping';
import type { Field, Ledger, LedgerRow } from '@/common/ledgers';
import type { Person } from '@/common/session';
import { toApi, toForm } from '@/forms/form_values';
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
export const kPinnedPlace = 'phone.pinned';
export const kRecentPlace = 'phone.recent';

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

export class Library {
  ledgers: readonly LedgerRow[] = [];
  definitions: ReadonlyMap<string, Ledger> = new Map();
  areas: readonly Area[] = [];
  tree = new AreaTree([]);
  units: readonly Unit[] = [];
  records: ReadonlyMap<string, readonly LedgerRecord[]> = new Map();
  counters: ReadonlyMap<string, Counters> = new Map();
  readAt: number | undefined;
  pinned = list(kPinnedPlace);
  recent = list(kRecentPlace);
  private keeper: Keeper | undefined;
  private definedAt = new Map<string, number>();

  get inOrder(): LedgerRow[] {
    return ledgersInOrder(this.ledgers, this.pinned, this.recent);
  }
  /** Those whose records are on the phone. */
  get used(): LedgerRow[] {
    return this.inOrder.slice(0, kLedgersWithRecordsMax);
  }

  /** What the phone has. */
  async open(from: Keeper): Promise<void> {
    this.close();
    this.keeper = from;
    const ledgers = await from.kept<LedgerRow[]>('ledgers');
    this.ledgers = ledgers?.value ?? [];
    this.readAt = ledgers?.at;
    this.takeAreas((await from.kept<Area[]>('areas'))?.value ?? []);
    this.units = (await from.kept<Unit[]>('units'))?.value ?? [];
    const definitions = new Map<string, Ledger>();
    const records = new Map<string, readonly LedgerRecord[]>();
    const counters = new Map<string, Counters>();
    for (const { name } of this.ledgers) {
      const ledger = await from.kept<Ledger>(`ledger/${name}`);
      if (ledger) {
        definitions.set(name, ledger.value);
        this.definedAt.set(name, ledger.at);
      }
      const rows = await from.kept<LedgerRecord[]>(`records/${name}`);
      if (rows) records.set(name, rows.value);
      const sums = await from.kept<Counters>(`counters/${name}`);
      if (sums) counters.set(name, sums.value);
    }
    Object.assign(this, { definitions, records, counters });
  }

  close(): void {
    this.keeper = undefined;
    this.definedAt = new Map();
    this.ledgers = [];
    this.takeAreas([]);
    this.units = [];
    this.definitions = new Map();
    this.records = new Map();
    this.counters = new Map();
    this.readAt = undefined;
  }

  /** For another person: what the last one used is none of his business. */
  forgetChoices(): void {
    this.pinned = [];
    this.recent = [];
    keep(kPinnedPlace, null);
    keep(kRecentPlace, null);
  }

  private takeAreas(areas: readonly Area[]): void {
    this.areas = areas;
    this.tree = new AreaTree(areas);
  }

  async define(name: string): Promise<Ledger> {
    const ledger = await read('/api/v1/ledgers/{ledger}', { path: { ledger: name } });
    this.definedAt.set(name, Date.now());
    this.definitions = new Map(this.definitions).set(name, ledger);
    await this.keeper?.keep(`ledger/${name}`, ledger, Date.now());
    return ledger;
  }

  private async readRecords(name: string): Promise<void> {
    const page = await read('/api/v1/ledgers/{ledger}/records', {
      path: { ledger: name }, query: { limit: kRecordsPerLedgerMax, sort: '-@recorded_at' },
    });
    this.records = new Map(this.records).set(name, page.records);
    await this.keeper?.keep(`records/${name}`, page.records, Date.now());
  }

  private async readCounters(name: string): Promise<void> {
    const found = await read('/api/v1/ledgers/{ledger}/counters', { path: { ledger: name } });
    this.counters = new Map(this.counters).set(name, found);
    await this.keeper?.keep(`counters/${name}`, found, Date.now());
  }

  /** From the server: what may have changed, a bounded number of small requests. */
  async refresh(person: Person): Promise<void> {
    const now = Date.now();
    this.ledgers = (await read('/api/v1/ledgers')).ledgers.slice(0, kLedgersMax);
    this.takeAreas(areasOfScope(await everyArea(), person.holdings.map((one) => one.area)));
    this.units = (await read('/api/v1/units')).units
      .filter((one) => one.closed_on === null).slice(0, kUnitsMax);
    await this.keeper?.keep('areas', this.areas, now);
    await this.keeper?.keep('units', this.units, now);
    await this.keeper?.keep('ledgers', this.ledgers, now);
    for (const { name } of this.ledgers) {
      if (now - (this.definedAt.get(name) ?? 0) > kDefinitionMilliseconds) await this.define(name);
    }
    for (const { name } of this.used) {
      await this.readRecords(name);
      await this.readCounters(name);
    }
    this.readAt = now;
  }

  fieldsOf(name: string): readonly Field[] {
    return (this.definitions.get(name)?.fields ?? []).filter((field) => !field.retired);
  }

  /** For a ledger: shown values as its form takes them. */
  asInput(ledger: string): AsInput {
    const byName = new Map(this.fieldsOf(ledger).map((field) => [field.name, field]));
    return (name, shown) => {
      const field = byName.get(name);
      return field ? toApi(field, toForm(field, shown)) : null;
    };
  }

  titleOf(name: string): string {
    return this.ledgers.find((one) => one.name === name)?.title ??
      this.definitions.get(name)?.title ?? name;
  }

  pin(name: string): void {
    this.pinned = this.pinned.includes(name)
      ? this.pinned.filter((one) => one !== name) : [...this.pinned, name];
    keep(kPinnedPlace, this.pinned.join(',') || null);
  }

  using(name: string): void {
    this.recent = [name, ...this.recent.filter((one) => one !== name)].slice(0, kRecentMax);
    keep(kRecentPlace, this.recent.join(','));
  }
}

const library = shallowReactive(new Library());

export function useLibrary(): Library {
  return library;
}

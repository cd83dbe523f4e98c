// SPDX-License-Identifier: Apache-2.0
// Where a form on the phone finds areas, units and records: what the phone has with it, and for
// records the server too, where it is reached.
import { provide } from 'vue';
import { read } from '@/common/api';
import type { Area } from '@/common/areas';
import type { Field } from '@/common/ledgers';
import { useSession } from '@/common/session';
import { kLookups, type Option, referredLedger } from '@/forms/lookups';
import { useLibrary, type LedgerRecord } from '../../offline/library';
import { titleFrom } from '../../item_words';
import { useWorker } from '../../worker_store';

const kFoundMax = 20;

export function providePhoneLookups(): void {
  const library = useLibrary();
  const session = useSession();
  const worker = useWorker();

  // Areas above the scope are on the phone for their names only.
  function areas(): Option[] {
    const held = session.heldAreas;
    const isHeld = (area: Area) => held.includes(null) ||
      library.tree.path(area.id).some((one) => held.includes(one.id));
    return library.areas.filter(isHeld).map((area) => ({
      value: `#${area.id}`, text: area.name, hint: area.code, depth: Math.max(0, area.level - 2),
    }));
  }

  function option(ledger: string, record: LedgerRecord): Option {
    return {
      value: `#${record.id}`, text: titleFrom(library.fieldsOf(ledger), record.fields) ||
        record.number, hint: record.number,
    };
  }

  async function records(field: Field, words: string): Promise<Option[]> {
    const ledger = referredLedger(field);
    if (!ledger) return [];
    const known = library.records.get(ledger) ?? [];
    const sought = words.trim();
    const matches = (one: Option) => one.text.includes(sought) || (one.hint ?? '').includes(sought);
    if (worker.isOffline) return known.map((one) => option(ledger, one)).filter(matches);
    const page = await read('/api/v1/ledgers/{ledger}/records', {
      path: { ledger }, query: { limit: kFoundMax, ...(sought === '' ? {} : { q: sought }) },
    });
    return page.records.map((one) => option(ledger, one));
  }

  async function recordText(field: Field, value: string): Promise<string> {
    const ledger = referredLedger(field);
    const id = value.replace(/^#/, '');
    if (!ledger) return '';
    const known = library.records.get(ledger)?.find((one) => one.id === id);
    if (known) return known.number;
    if (worker.isOffline) return '';
    return (await read('/api/v1/ledgers/{ledger}/records/{record}',
      { path: { ledger, record: id } })).number;
  }

  provide(kLookups, {
    areas,
    units: () => library.units.map((unit) => ({
      value: `#${unit.id}`, text: unit.name, hint: unit.code,
    })),
    records,
    recordText,
  });
}

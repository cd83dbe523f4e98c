// SPDX-License-Identifier: Apache-2.0
// The tree of areas as it is today: 街道, 社区, 网格.
import { useQuery } from '@tanstack/vue-query';
import { computed, type ComputedRef } from 'vue';
import { ask, type GoodOf } from './api';
import { useSession } from './session';

export type Area = GoodOf<'get', '/api/v1/areas'>['areas'][number];

/** A frame for looking up; made once for a list of areas. */
export class AreaTree {
  private readonly byKey = new Map<string, Area>();
  private readonly below = new Map<string, Area[]>();
  readonly roots: Area[] = [];

  constructor(readonly areas: readonly Area[]) {
    for (const area of areas) this.byKey.set(area.id, area).set(area.code, area);
    for (const area of areas) {
      if (area.parent === null || !this.byKey.has(area.parent)) {
        this.roots.push(area);
        continue;
      }
      const siblings = this.below.get(area.parent) ?? [];
      siblings.push(area);
      this.below.set(area.parent, siblings);
    }
  }

  /** By its id, or its code, which is far shorter. */
  get(key: string | null | undefined): Area | undefined {
    return key === null || key === undefined ? undefined : this.byKey.get(key);
  }

  children(id: string): readonly Area[] {
    return this.below.get(id) ?? [];
  }

  /** From the root to the area itself; empty for one that is not there. */
  path(id: string): Area[] {
    const found: Area[] = [];
    for (let area = this.get(id); area; area = this.get(area.parent)) found.unshift(area);
    return found;
  }

  contains(outer: string, inner: string): boolean {
    return this.path(inner).some((area) => area.id === outer);
  }

  name(id: string | null | undefined): string {
    return this.get(id)?.name ?? '';
  }
}

async function readAll(): Promise<Area[]> {
  const areas: Area[] = [];
  for (let after: string | undefined; ;) {
    const page = await ask('get', '/api/v1/areas', { query: after ? { after } : {} });
    areas.push(...page.data.areas);
    if (page.data.next === null) return areas.filter((area) => area.abolished_on === null);
    after = page.data.next;
  }
}

export const kAreasKey = ['areas'] as const;

export function useAreas(): { tree: ComputedRef<AreaTree>; isLoading: ComputedRef<boolean> } {
  const session = useSession();
  const query = useQuery({
    queryKey: kAreasKey,
    queryFn: readAll,
    staleTime: 10 * 60_000,
    enabled: computed(() => session.isIn),
  });
  return {
    tree: computed(() => new AreaTree(query.data.value ?? [])),
    isLoading: computed(() => query.isLoading.value),
  };
}

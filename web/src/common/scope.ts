// SPDX-License-Identifier: Apache-2.0
// 范围: the area that every number on a page is of. None chosen means all that the account reaches.
import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { AreaTree} from './areas';
import { type Area, useAreas } from './areas';
import { say } from './language';
import { useSession } from './session';

/** The tops of what somebody's roles reach; the whole tree where one of them has no bound. */
export function reachable(tree: AreaTree, held: readonly (string | null)[]): Area[] {
  if (held.includes(null)) return tree.roots;
  const areas = held.map((id) => tree.get(id)).filter((area) => area !== undefined);
  return areas.filter((area, index) => areas.indexOf(area) === index &&
    !areas.some((other) => other !== area && tree.contains(other.id, area.id)));
}

export interface ChosenScope {
  tree: ComputedRef<AreaTree>;
  /** The tops of the session's own tree. */
  tops: ComputedRef<readonly Area[]>;
  /** The area of the address (?area=), by its id; undefined for all within reach. */
  area: ComputedRef<string | undefined>;
  /** The same by its code, as the API is asked. */
  areaCode: ComputedRef<string | undefined>;
  name: ComputedRef<string>;
  choose: (area: string | undefined) => void;
}

export function useScope(): ChosenScope {
  const route = useRoute();
  const router = useRouter();
  const session = useSession();
  const { tree } = useAreas();
  const tops = computed(() => reachable(tree.value, session.heldAreas));
  const area = computed(() => {
    const id = route.query.area;
    return typeof id === 'string' && /^\d+$/.test(id) ? id : undefined;
  });
  const areaCode = computed(() => tree.value.get(area.value)?.code ?? area.value);
  const name = computed(() => {
    const found = tree.value.get(area.value);
    if (found) return tree.value.path(found.id).slice(found.level === 1 ? 0 : -2)
      .filter((one) => one.level !== 1 || found.level === 1).map((one) => one.name).join(' · ');
    const top = tops.value[0];
    if (!top) return say('全部', 'All');
    if (tops.value.length > 1) return say(`${top.name}等${tops.value.length}处`,
      `${top.name} and ${tops.value.length - 1} more`);
    return top.level === 1 ? say(`${top.name} · 全部社区`, `${top.name} · all`) : top.name;
  });
  const choose = (chosen: string | undefined) => {
    void router.push({ query: { ...route.query, area: chosen }, hash: route.hash });
  };
  return { tree, tops, area, areaCode, name, choose };
}

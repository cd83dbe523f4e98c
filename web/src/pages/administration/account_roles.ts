// SPDX-License-Identifier: Apache-2.0
// Roles of an account, as they are chosen and as the API takes them.
import type { Schemas } from '@/common/api';
import type { AreaTree } from '@/common/areas';
import { say } from '@/common/language';

export type Account = Schemas['Account'];
export type HeldRole = Account['roles'][number];

/** As chosen; codes, empty for the whole office and for any unit. */
export interface ChosenRole {
  role: string;
  area: string;
  unit: string;
}

export interface RoleRequest {
  role: string;
  area?: string;
  unit?: string;
}

export const kRolesMax = 20;

export function newRole(): ChosenRole {
  return { role: '', area: '', unit: '' };
}

/** Without those that name no role, and each once. */
export function roleRequests(chosen: readonly ChosenRole[]): RoleRequest[] {
  const requests = new Map<string, RoleRequest>();
  for (const { role, area, unit } of chosen) {
    if (role === '') continue;
    requests.set(`${role}@${area}@${unit}`, {
      role, ...(area === '' ? {} : { area }), ...(unit === '' ? {} : { unit }),
    });
  }
  return [...requests.values()];
}

/** As the server gives them back: an area by its full name, which it takes too. */
export function heldRequests(held: readonly HeldRole[]): RoleRequest[] {
  return roleRequests(held);
}

export interface AreaChoice {
  code: string;
  /** 石桥社区石桥第一网格: what the server calls it. */
  fullName: string;
  name: string;
  depth: number;
}

/** In the order of the tree, without the office itself, which is the same as none. */
export function areaChoices(tree: AreaTree): AreaChoice[] {
  const choices: AreaChoice[] = [];
  const add = (id: string, above: string, depth: number): void => {
    for (const area of tree.children(id)) {
      const fullName = above + area.name;
      choices.push({ code: area.code, fullName, name: area.name, depth });
      add(area.id, fullName, depth + 1);
    }
  };
  for (const root of tree.roots) add(root.id, '', 0);
  return choices;
}

/** For the form: by code; an area that is no more, by its name. */
export function chosenOf(
  held: readonly HeldRole[], areas: readonly AreaChoice[],
  units: readonly { code: string; name: string }[],
): ChosenRole[] {
  return held.map(({ role, area, unit }) => ({
    role,
    area: areas.find((one) => one.fullName === area)?.code ?? area,
    unit: units.find((one) => one.name === unit)?.code ?? unit,
  }));
}

/** 网格员 @ 石桥社区石桥第一网格 · 民政办 */
export function roleText(held: HeldRole): string {
  const place = [held.area, held.unit].filter((part) => part !== '').join(' · ');
  return place === '' ? held.title : `${held.title} @ ${place}`;
}

/** What is wrong with the name of a new account; empty where nothing is. */
export function nameMistake(name: string): string {
  return /^[a-z][a-z0-9._-]{0,47}$/.test(name) ? ''
    : say('小写字母开头，只用小写字母、数字和 . - _，不超过 48 个',
      'Begins with a lower-case letter; letters, digits and . - _ only, at most 48');
}

export function accountFits(account: Account, words: string, role: string): boolean {
  if (role !== '' && !account.roles.some((held) => held.role === role)) return false;
  const text = [account.name, account.title, ...account.roles.map(roleText)]
    .join(' ').toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

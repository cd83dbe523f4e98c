// SPDX-License-Identifier: Apache-2.0
// What stands in the navigation: pages that say so, and the chapters of ledgers.
import type { LocationQueryRaw } from 'vue-router';
import type { IconName } from '@/common/icons';
import { say, sayWords } from '@/common/language';
import type { LedgerRow } from '@/common/ledgers';
import type { NavGroup, PageRoute } from '@/common/page_route';
import { places } from '@/common/places';
import type { Permission } from '@/common/session';

export interface NavEntry {
  key: string;
  title: string;
  icon: IconName;
  to: { path: string; query?: LocationQueryRaw };
  count?: number;
}

export interface NavSection {
  group: NavGroup;
  title: string;
  entries: NavEntry[];
}

type May = (permission: Permission) => boolean;

const kGroups: readonly NavGroup[] = ['top', 'casework', 'ledgers', 'money', 'reporting', 'system'];

function groupTitle(group: NavGroup): string {
  switch (group) {
    case 'top': return '';
    case 'casework': return say('办件', 'Casework');
    case 'ledgers': return say('台账', 'Ledgers');
    case 'money': return say('资金与积分', 'Money and points');
    case 'reporting': return say('看数与报告', 'Figures and reports');
    case 'system': return say('系统', 'System');
  }
}

export function mayAny(may: May, wanted: Permission | Permission[] | undefined): boolean {
  if (wanted === undefined) return true;
  return (Array.isArray(wanted) ? wanted : [wanted]).some((permission) => may(permission));
}

/** Chapters are the office's own words; those that are known get a picture. */
export function chapterIcon(chapter: string): IconName {
  const known: [RegExp, IconName][] = [
    [/民生|救助|福利/, 'heart'], [/党/, 'flag'], [/城市|市容|环境/, 'broom'],
    [/安全|平安|应急/, 'siren'], [/社区/, 'home'], [/计划|考核/, 'plan'], [/信访/, 'mail'],
  ];
  return known.find(([word]) => word.test(chapter))?.[1] ?? 'table';
}

function isLedgers(page: PageRoute): boolean {
  return page.path === places.ledgers().path;
}

// Each chapter leads to its part of the page of all ledgers, where there is such a page.
function chapterEntries(ledgers: readonly LedgerRow[]): NavEntry[] {
  return [...new Set(ledgers.map((ledger) => ledger.chapter))].map((chapter) => ({
    key: `chapter-${chapter}`,
    title: chapter,
    icon: chapterIcon(chapter),
    to: places.ledgers(chapter),
  }));
}

export function sections(
  pages: readonly PageRoute[], ledgers: readonly LedgerRow[], may: May,
): NavSection[] {
  const shown = pages.filter((page) =>
    page.nav && mayAny(may, page.nav.permission ?? page.permission));
  return kGroups.map((group) => {
    const own = shown.filter((page) => page.nav?.group === group)
      .sort((a, b) => (a.nav?.order ?? 0) - (b.nav?.order ?? 0))
      .map((page): NavEntry => ({
        key: page.name,
        title: sayWords(page.title),
        icon: page.nav?.icon ?? 'table',
        to: { path: page.path },
        ...(isLedgers(page) ? { count: ledgers.length } : {}),
      }));
    const chapters = group === 'ledgers' && shown.some(isLedgers) ? chapterEntries(ledgers) : [];
    return { group, title: groupTitle(group), entries: [...chapters, ...own] };
  }).filter((section) => section.entries.length > 0);
}

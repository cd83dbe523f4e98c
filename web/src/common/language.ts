// SPDX-License-Identifier: Apache-2.0
// Chinese first, as an office writes; English for who chose it.
import { ref } from 'vue';
import { kept, keep } from './keeping';

export type Language = 'zh' | 'en';
export interface Words {
  zh: string;
  en: string;
}

const kPlace = 'language';
export const language = ref<Language>(kept(kPlace) === 'en' ? 'en' : 'zh');

export function say(zh: string, en: string): string {
  return language.value === 'en' ? en : zh;
}

export function sayWords(words: Words): string {
  return say(words.zh, words.en);
}

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  keep(kPlace, chosen);
  tellDocument();
}

export function tellDocument(): void {
  document.documentElement.lang = language.value === 'en' ? 'en' : 'zh-CN';
}

// SPDX-License-Identifier: Apache-2.0
// Light, dark, or as the machine has it.
import { computed, ref } from 'vue';
import { keep, kept } from './keeping';

export type Theme = 'light' | 'dark' | 'system';

const kPlace = 'theme';
const machine = window.matchMedia('(prefers-color-scheme: dark)');
const machineIsDark = ref(machine.matches);
machine.addEventListener('change', (event) => { machineIsDark.value = event.matches; });

function chosenBefore(): Theme {
  const value = kept(kPlace);
  return value === 'light' || value === 'dark' ? value : 'system';
}

export const theme = ref<Theme>(chosenBefore());
export const isDark = computed(() =>
  theme.value === 'dark' || (theme.value === 'system' && machineIsDark.value));

export function applyTheme(): void {
  if (theme.value === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
}

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  keep(kPlace, chosen === 'system' ? null : chosen);
  applyTheme();
}

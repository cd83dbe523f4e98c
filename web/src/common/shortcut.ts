// SPDX-License-Identifier: Apache-2.0
// Keys of a page: useShortcut('ctrl+k', act). Ctrl is also the Mac's command key. Without a
// modifier a key is not taken from who is typing.
import { onBeforeUnmount, onMounted } from 'vue';

export function matches(keys: string, event: KeyboardEvent): boolean {
  const parts = keys.toLowerCase().split('+');
  const key = parts.at(-1);
  const wanted = (name: string) => parts.slice(0, -1).includes(name);
  return event.key.toLowerCase() === key &&
    (event.ctrlKey || event.metaKey) === wanted('ctrl') &&
    event.altKey === wanted('alt') &&
    event.shiftKey === wanted('shift');
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function useShortcut(keys: string, act: (event: KeyboardEvent) => void): void {
  const hasModifier = /ctrl|alt/.test(keys);
  const press = (event: KeyboardEvent) => {
    // In the middle of an input method's word, keys are its own.
    if (event.isComposing || !matches(keys, event)) return;
    if (!hasModifier && isTyping(event.target)) return;
    event.preventDefault();
    act(event);
  };
  onMounted(() => { window.addEventListener('keydown', press); });
  onBeforeUnmount(() => { window.removeEventListener('keydown', press); });
}

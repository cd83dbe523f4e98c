// SPDX-License-Identifier: Apache-2.0
// Personal values that were looked at: in memory only, for a bounded time, then masked again.
import { onBeforeUnmount, onMounted, ref } from 'vue';

export const kShownSeconds = 60;

interface Shown {
  value: string;
  until: number;
}

export class Revealed {
  private readonly values = new Map<string, Shown>();

  show(field: string, value: string, now: number): void {
    this.values.set(field, { value, until: now + kShownSeconds * 1000 });
  }
  /** Drops what is over; whether anything was. */
  expire(now: number): boolean {
    const before = this.values.size;
    for (const [field, shown] of this.values) if (shown.until <= now) this.values.delete(field);
    return this.values.size !== before;
  }
  hide(field?: string): void {
    if (field === undefined) this.values.clear();
    else this.values.delete(field);
  }
  get isEmpty(): boolean {
    return this.values.size === 0;
  }
  /** With the seconds that are left. */
  all(now: number): Record<string, { value: string; seconds: number }> {
    return Object.fromEntries([...this.values].map(([field, shown]) =>
      [field, { value: shown.value, seconds: Math.ceil((shown.until - now) / 1000) }]));
  }
}

export function useRevealed() {
  const held = new Revealed();
  const shown = ref<Record<string, { value: string; seconds: number }>>({});
  let timer: ReturnType<typeof setInterval> | undefined;

  function tick(): void {
    held.expire(Date.now());
    shown.value = held.all(Date.now());
    if (!held.isEmpty) return;
    clearInterval(timer);
    timer = undefined;
  }
  function show(field: string, value: string): void {
    held.show(field, value, Date.now());
    tick();
    timer ??= setInterval(tick, 1000);
  }
  function hide(field?: string): void {
    held.hide(field);
    tick();
  }
  // Who has left the tab is not looking.
  const away = () => { if (document.visibilityState === 'hidden') hide(); };
  onMounted(() => { document.addEventListener('visibilitychange', away); });
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', away);
    clearInterval(timer);
  });
  return { shown, show, hide };
}

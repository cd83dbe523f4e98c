// SPDX-License-Identifier: Apache-2.0
// Live changes of records (SSE). One stream for the page, whoever listens; a page that is not
// seen holds none, for a browser has six connections to a server and an office opens many tabs.
// Where it left off it goes on (Last-Event-ID).
import { onScopeDispose } from 'vue';
import { EventReader, type StreamEvent } from './event_stream';

export interface Change {
  ledger: string;
  record: string;
  kind: 'created' | 'changed' | 'deleted' | 'restored' | 'purged' | 'gone';
  revision?: number;
  area?: string;
  at?: string;
}

export interface ChangeListener {
  /** One record. */
  changed: (change: Change) => void;
  /** Too much was missed: read anew. */
  reset?: () => void;
  /** Up to where it has been told. */
  position?: (id: string) => void;
}

const kRetryMilliseconds = 3_000;
const kRetryMillisecondsMax = 60_000;

const listeners = new Set<ChangeListener>();
let last = '';
let stop: AbortController | undefined;
let waiting: ReturnType<typeof setTimeout> | undefined;
let failures = 0;

function hand(event: StreamEvent): void {
  last = event.id;
  for (const listener of listeners) {
    if (event.name === 'change') listener.changed(JSON.parse(event.data) as Change);
    else if (event.name === 'reset') listener.reset?.();
    listener.position?.(event.id);
  }
}

async function stream(signal: AbortSignal, reader: EventReader): Promise<boolean> {
  const response = await fetch('/api/v1/changes', {
    headers: { accept: 'text/event-stream', ...(last === '' ? {} : { 'last-event-id': last }) },
    credentials: 'same-origin',
    cache: 'no-store',
    signal,
  });
  // Refused or gone: nothing to be had by asking again. Busy: later.
  if (!response.ok || !response.body) return response.status >= 500 || response.status === 429;
  failures = 0;
  const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await pieces.read();
    if (done) return true;
    for (const event of reader.take(value)) hand(event);
  }
}

async function listen(): Promise<void> {
  if (stop || listeners.size === 0 || document.visibilityState === 'hidden') return;
  const mine = new AbortController();
  stop = mine;
  const reader = new EventReader();
  let again: boolean;
  try {
    again = await stream(mine.signal, reader);
  } catch {
    again = !mine.signal.aborted;
  }
  if (stop !== mine) return;
  stop = undefined;
  if (!again) return;
  const wait = Math.max(reader.retry, kRetryMilliseconds) * 2 ** failures;
  failures += 1;
  waiting = setTimeout(() => { void listen(); }, Math.min(wait, kRetryMillisecondsMax));
}

function hangUp(): void {
  clearTimeout(waiting);
  stop?.abort();
  stop = undefined;
}

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') hangUp();
  else void listen();
});

/** Listens from there on; from now on where it is empty: another person may have come. */
export function resumeChanges(from: string): void {
  hangUp();
  last = from;
  failures = 0;
}

/** After an end that was for good: the session is there again. */
export function resumeListening(): void {
  failures = 0;
  void listen();
}

export function listenToChanges(listener: ChangeListener): () => void {
  listeners.add(listener);
  void listen();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) hangUp();
  };
}

/** The same for as long as the component is there. */
export function useChanges(listener: ChangeListener): void {
  onScopeDispose(listenToChanges(listener));
}

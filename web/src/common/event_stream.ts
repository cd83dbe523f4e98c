// SPDX-License-Identifier: Apache-2.0
// Server-Sent Events as text comes in (the format of the HTML standard, 9.2.6).

export interface StreamEvent {
  id: string;
  name: string;
  data: string;
}

/** Takes pieces of text as they come, gives whole events. */
export class EventReader {
  private rest = '';
  private id = '';
  private name = '';
  private data: string[] = [];
  /** What the server asks to wait before the next try, in milliseconds; 0 where it does not. */
  retry = 0;

  take(text: string): StreamEvent[] {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    const events: StreamEvent[] = [];
    for (const line of lines) {
      const event = this.line(line);
      if (event) events.push(event);
    }
    return events;
  }

  private line(line: string): StreamEvent | undefined {
    if (line === '') return this.whole();
    const colon = line.indexOf(':');
    if (colon === 0) return undefined;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') this.id = value;
    else if (field === 'event') this.name = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
    return undefined;
  }

  private whole(): StreamEvent | undefined {
    const event = { id: this.id, name: this.name || 'message', data: this.data.join('\n') };
    const isEvent = this.data.length > 0;
    this.name = '';
    this.data = [];
    return isEvent ? event : undefined;
  }
}

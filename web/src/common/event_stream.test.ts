// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { EventReader } from './event_stream';

it('reads events however they are cut', () => {
  const text = 'retry: 3000\n\n' +
    'id: 7\nevent: change\ndata: {"a":\ndata: 1}\n\n: beat\n\nid: 8\r\ndata: x\r\n\r\n';
  for (let cut = 1; cut < text.length; ++cut) {
    const reader = new EventReader();
    const events = [...reader.take(text.slice(0, cut)), ...reader.take(text.slice(cut))];
    expect(events).toEqual([
      { id: '7', name: 'change', data: '{"a":\n1}' },
      { id: '8', name: 'message', data: 'x' },
    ]);
    expect(reader.retry).toBe(3000);
  }
});

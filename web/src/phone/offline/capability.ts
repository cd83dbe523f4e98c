// SPDX-License-Identifier: Apache-2.0
// Whether this phone may keep anything, and if not, why.
import { say } from '@/common/language';
import { DeviceKeeper } from './device_keeper';
import { type Keeper, MemoryKeeper } from './keeper';

export type KeepingState = 'lasting' | 'insecure' | 'refused';

export interface OpenedKeeper {
  keeper: Keeper;
  state: KeepingState;
}

export function isSecure(): boolean {
  return window.isSecureContext && 'subtle' in crypto && 'indexedDB' in window;
}

export async function openKeeper(account: string, gone: () => void): Promise<OpenedKeeper> {
  if (!isSecure()) return { keeper: new MemoryKeeper(), state: 'insecure' };
  try {
    return { keeper: await DeviceKeeper.create(account, gone), state: 'lasting' };
  } catch {
    return { keeper: new MemoryKeeper(), state: 'refused' };
  }
}

export function whyNotKept(state: KeepingState): string {
  switch (state) {
    case 'lasting': return '';
    case 'insecure':
      return say('没有 HTTPS，浏览器不许加密，所以本机不留存，断网记不了。管理员在服务器上办 taizhang tls init 后，用 https 打开就行。',
        'Without HTTPS the browser cannot encrypt, so nothing is kept on this phone and nothing ' +
        'can be entered offline. The administrator runs taizhang tls init; then open it by https.');
    case 'refused':
      return say('浏览器不让留存，多半是无痕方式或手机存储已满。这一页关上前要把条目传完。',
        'The browser keeps nothing: a private window, or the phone is full. Send everything ' +
        'before this page is closed.');
  }
}

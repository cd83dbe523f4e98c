// SPDX-License-Identifier: Apache-2.0
// The six digits that a phone shows: RFC 6238 over RFC 4226, from the secret as a person types it.
import { createHmac } from 'node:crypto';

const kAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function timeCode(secret, seconds = Date.now() / 1000) {
  const bits = [...secret.replace(/[ =]/g, '')]
    .map((letter) => kAlphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// SPDX-License-Identifier: Apache-2.0
// Personal data on the phone lies encrypted. The key is made here and cannot be taken out: the
// browser holds it and only lends its use. It is there for secure pages alone (https, localhost).

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

const kAlgorithm = 'AES-GCM';

export function newVaultKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: kAlgorithm, length: 256 }, false,
    ['encrypt', 'decrypt']);
}

/** Of one key. `place` is bound in, so that no row can stand in for another. */
export class Vault {
  constructor(private readonly key: CryptoKey) {}

  async sealBytes(place: string, bytes: BufferSource): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt(this.settings(place, iv), this.key, bytes);
    return { iv, data };
  }

  openBytes(place: string, sealed: Sealed): Promise<ArrayBuffer> {
    return crypto.subtle.decrypt(this.settings(place, sealed.iv), this.key, sealed.data);
  }

  seal(place: string, value: unknown): Promise<Sealed> {
    return this.sealBytes(place, new TextEncoder().encode(JSON.stringify(value)));
  }

  async open<T>(place: string, sealed: Sealed): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await this.openBytes(place, sealed))) as T;
  }

  private settings(place: string, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
    return { name: kAlgorithm, iv, additionalData: new TextEncoder().encode(place) };
  }
}

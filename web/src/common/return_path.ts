// SPDX-License-Identifier: Apache-2.0
/** An address of this server only, whatever somebody wrote into a link. */
export function returnPath(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/';
}

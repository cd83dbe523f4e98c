// SPDX-License-Identifier: Apache-2.0
// What the session may do in an area, by the areas that the phone has.
import { type Permission, useSession } from '@/common/session';
import { useLibrary } from './offline/library';

export function usePhoneMay(): (permission: Permission, area: string) => boolean {
  const session = useSession();
  const library = useLibrary();
  return (permission, area) =>
    session.may(permission, (held) => library.tree.contains(held, area));
}

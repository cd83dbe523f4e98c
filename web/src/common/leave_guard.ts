// SPDX-License-Identifier: Apache-2.0
// Nothing typed is lost by leaving: the browser asks before the page goes, the router before the
// route.
import { onBeforeUnmount, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router';
import { say } from './language';

const question = () => say('还有没存上的内容，离开就没有了。',
  'Something is not saved and would be lost.');

function stay(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** Also for a dialog's `asks`: whether it may close. */
export function mayLeave(isUnsaved: boolean): boolean {
   
  return !isUnsaved || window.confirm(question());
}

/**
 * While `unsaved` is true, leaving is asked about. `save`, where given, is tried first: what can
 * be kept needs no question.
 */
export function useLeaveGuard(
  unsaved: MaybeRefOrGetter<boolean>, save?: () => Promise<unknown>,
): void {
  watch(() => toValue(unsaved), (now) => {
    if (now) window.addEventListener('beforeunload', stay);
    else window.removeEventListener('beforeunload', stay);
  }, { immediate: true });
  onBeforeUnmount(() => { window.removeEventListener('beforeunload', stay); });

  const leave = async (): Promise<boolean> => {
    if (!toValue(unsaved)) return true;
    try {
      await save?.();
    } catch {
      // Then it is asked.
    }
    return mayLeave(toValue(unsaved));
  };
  onBeforeRouteLeave(leave);
  onBeforeRouteUpdate((to, from) => to.path === from.path ? true : leave());
}

// SPDX-License-Identifier: Apache-2.0
// The eight states of things, each with its own shape.
import { say } from './language';

export type State =
  'overdue' | 'soon' | 'doing' | 'done' | 'suspended' | 'draft' | 'missing' | 'changed';

export function stateWord(state: State): string {
  switch (state) {
    case 'overdue': return say('超期', 'Overdue');
    case 'soon': return say('快到期', 'Due soon');
    case 'doing': return say('办理中', 'In progress');
    case 'done': return say('已办', 'Done');
    case 'suspended': return say('挂账', 'Suspended');
    case 'draft': return say('草稿', 'Draft');
    case 'missing': return say('缺数', 'Missing');
    case 'changed': return say('有变', 'Changed');
  }
}

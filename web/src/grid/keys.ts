// SPDX-License-Identifier: Apache-2.0
// What a key means on a cell that is not being edited, as WPS and Excel have it. Ctrl is also the
// Mac's command key.

export type Command =
  | { does: 'move'; rows: number; columns: number; extend: boolean; toEdge: boolean }
  | { does: 'page'; down: boolean; extend: boolean }
  | { does: 'corner'; row: 'same' | 'first' | 'last'; column: 'first' | 'last'; extend: boolean }
  | { does: 'step'; way: 'down' | 'right'; back: boolean }
  | { does: 'all' | 'rows' | 'columns' | 'edit' | 'clear' | 'undo' | 'redo' | 'escape' | 'open' }
  | { does: 'fill'; way: 'down' | 'right' }
  | { does: 'menu' | 'leave' | 'today' };

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

const kArrows: Record<string, [number, number]> = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
};

function withCtrl(press: KeyPress): Command | undefined {
  switch (press.key.toLowerCase()) {
    case 'a': return { does: 'all' };
    case 'z': return { does: press.shiftKey ? 'redo' : 'undo' };
    case 'y': return { does: 'redo' };
    case 'd': return { does: 'fill', way: 'down' };
    case 'r': return { does: 'fill', way: 'right' };
    case ' ': return { does: 'columns' };
    case ';': return { does: 'today' };
    case 'enter': return { does: 'open' };
    case 'home': return { does: 'corner', row: 'first', column: 'first', extend: press.shiftKey };
    case 'end': return { does: 'corner', row: 'last', column: 'last', extend: press.shiftKey };
    default: return undefined;
  }
}

function alone(press: KeyPress): Command | undefined {
  const extend = press.shiftKey;
  switch (press.key) {
    case 'PageUp': return { does: 'page', down: false, extend };
    case 'PageDown': return { does: 'page', down: true, extend };
    case 'Home': return { does: 'corner', row: 'same', column: 'first', extend };
    case 'End': return { does: 'corner', row: 'same', column: 'last', extend };
    case 'Enter': return { does: 'step', way: 'down', back: extend };
    case 'Tab': return { does: 'step', way: 'right', back: extend };
    case 'F2': return { does: 'edit' };
    case 'F6': return { does: 'leave' };
    case 'Delete':
    case 'Backspace': return { does: 'clear' };
    case 'Escape': return { does: 'escape' };
    // A blank alone begins typing.
    case ' ': return extend ? { does: 'rows' } : undefined;
    default: return undefined;
  }
}

export function commandOf(press: KeyPress): Command | undefined {
  const ctrl = press.ctrlKey || press.metaKey;
  const arrow = kArrows[press.key];
  if (press.altKey) return press.key === 'ArrowDown' ? { does: 'menu' } : undefined;
  if (arrow) {
    const [rows, columns] = arrow;
    return { does: 'move', rows, columns, extend: press.shiftKey, toEdge: ctrl };
  }
  return ctrl ? withCtrl(press) : alone(press);
}

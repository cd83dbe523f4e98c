// SPDX-License-Identifier: Apache-2.0
// The one field that has the focus, in the active cell. It is there before anything is typed, so
// that the first key, and the first stroke of an input method, are not lost: typing shows it.
import { type Command, commandOf } from './keys';

export interface CellInputEvents {
  command: (command: Command, event: KeyboardEvent) => void;
  /** False: the cell cannot be written; what was typed is thrown away. */
  mayEdit: () => boolean;
  begun: (text: string) => void;
  typed: (text: string) => void;
  /** How it was left: what was typed is to be written. */
  done: (text: string, leave: Command | undefined) => void;
  dropped: () => void;
  /** A key that a list of choices beside the cell takes for itself. */
  picks: (event: KeyboardEvent) => boolean;
  blurred: () => void;
  focused: () => void;
}

export class CellInput {
  readonly field = document.createElement('textarea');
  private editing = false;
  /** Typed over what was there: arrows then leave the cell, as in a spreadsheet. */
  private overwriting = false;
  private before = '';

  constructor(private readonly events: CellInputEvents) {
    const { field } = this;
    field.className = 'grid-input';
    field.rows = 1;
    field.spellcheck = false;
    field.autocomplete = 'off';
    field.addEventListener('keydown', (event) => { this.pressed(event); });
    field.addEventListener('input', (event) => { this.changed(event as InputEvent); });
    field.addEventListener('compositionstart', () => { this.began(); });
    field.addEventListener('compositionend', () => { this.grow(); });
    field.addEventListener('blur', () => { this.events.blurred(); });
    field.addEventListener('focus', () => { this.events.focused(); });
  }

  get isEditing(): boolean {
    return this.editing;
  }
  get hasFocus(): boolean {
    return document.activeElement === this.field;
  }

  /** Into the active cell. While something is typed it stays where it is. */
  attach(cell: HTMLElement, label: string, focus: boolean): void {
    if (this.editing) return;
    const had = this.hasFocus;
    if (this.field.parentElement !== cell) cell.append(this.field);
    this.field.setAttribute('aria-label', label);
    if (focus || had) this.field.focus({ preventScroll: true });
  }

  edit(text: string): void {
    if (this.editing || !this.events.mayEdit()) return;
    this.start(text, false);
    this.field.value = text;
    this.field.setSelectionRange(text.length, text.length);
    this.grow();
  }

  /** As if it had been typed: chosen from a list. */
  put(text: string): void {
    this.field.value = text;
    this.grow();
  }

  finish(leave?: Command): void {
    if (!this.editing) return;
    const text = this.field.value;
    this.stop();
    this.events.done(text, leave);
  }

  drop(): void {
    if (!this.editing) return;
    this.stop();
    this.events.dropped();
  }

  private start(before: string, overwriting: boolean): void {
    this.editing = true;
    this.overwriting = overwriting;
    this.before = before;
    this.field.parentElement?.classList.add('editing');
    this.events.begun(before);
  }

  private stop(): void {
    this.editing = false;
    this.field.value = '';
    this.field.removeAttribute('style');
    this.field.parentElement?.classList.remove('editing');
  }

  // The first character of a word: by now the field has it or is about to.
  private began(): void {
    if (this.editing) return;
    if (this.events.mayEdit()) this.start('', true);
  }

  private changed(event: InputEvent): void {
    if (!this.editing) {
      if (!this.events.mayEdit()) {
        if (!event.isComposing) this.field.value = '';
        return;
      }
      this.start('', true);
    }
    this.grow();
    this.events.typed(this.field.value);
  }

  private pressed(event: KeyboardEvent): void {
    // In the middle of an input method's word, keys are its own.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.editing) this.pressedEditing(event);
    else this.pressedIdle(event);
  }

  private pressedIdle(event: KeyboardEvent): void {
    const command = commandOf(event);
    if (!command) return;
    // Copy, cut and paste come as their own events.
    event.preventDefault();
    event.stopPropagation();
    this.events.command(command, event);
  }

  private pressedEditing(event: KeyboardEvent): void {
    event.stopPropagation();
    if (this.events.picks(event)) {
      event.preventDefault();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.drop();
    } else if (event.key === 'Enter' && event.altKey) {
      event.preventDefault();
      this.field.setRangeText('\n', this.field.selectionStart, this.field.selectionEnd, 'end');
      this.grow();
    } else if (event.key === 'F2') {
      event.preventDefault();
      this.overwriting = !this.overwriting;
    } else if (event.key === 'Enter' || event.key === 'Tab' || this.leaves(event)) {
      event.preventDefault();
      this.finish(commandOf({
        key: event.key, shiftKey: event.shiftKey, ctrlKey: false, metaKey: false, altKey: false,
      }));
    }
  }

  private leaves(event: KeyboardEvent): boolean {
    return this.overwriting && event.key.startsWith('Arrow') && !event.shiftKey && !event.ctrlKey;
  }

  get isChanged(): boolean {
    return this.editing && this.field.value !== this.before;
  }

  // As large as what is in it, within bounds of the style sheet.
  private grow(): void {
    if (!this.editing) return;
    const { field } = this;
    field.style.width = '';
    field.style.height = '';
    const lines = field.value.split('\n').length;
    if (field.scrollWidth > field.clientWidth) field.style.width = `${field.scrollWidth + 18}px`;
    if (lines > 1 || field.scrollHeight > field.clientHeight + 4) {
      field.style.height = `${field.scrollHeight + 2}px`;
    }
  }
}

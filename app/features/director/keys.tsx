import { useEffect, useRef } from 'react';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';

export type KeyAction =
  | { type: 'preview'; number: number }
  | { type: 'hot-cut'; number: number }
  | { type: 'cut' }
  | { type: 'auto' }
  | { type: 'fade' }
  | { type: 'layouts' }
  | { type: 'graphic'; index: number }
  | { type: 'help' };

export interface KeyPress {
  key: string;
  /** The key’s position, named after the US layout: the same whatever alphabet, Caps Lock or Shift types. */
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
}

/** Latin, Arabic and full-width. It lies on Shift+7 of a Russian keyboard and on Shift+M of a French one. */
const QUESTION_MARKS = ['?', '\u061f', '\uff1f'];

/** Of the first graphics of the list, by the places that these letters have on the US layout. */
export const GRAPHIC_KEYS = ['Q', 'W', 'E', 'R', 'T', 'Y', 'U', 'I', 'O', 'P'];

/**
 * What a key does here; null for keys that belong to the browser. A held key counts once. A key acts by its
 * position, apart from the question mark, which is looked at first so that asking for help never cuts.
 */
export function keyAction(press: KeyPress): KeyAction | null {
  if (press.metaKey || press.repeat) return null;
  // AltGr, by which some keyboards type it, is Ctrl with Alt on Windows.
  if (QUESTION_MARKS.includes(press.key) && press.ctrlKey === press.altKey) return { type: 'help' };
  if (press.ctrlKey || press.altKey) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
  if (digit) return { type: press.shiftKey ? 'hot-cut' : 'preview', number: Number(digit) };
  if (press.shiftKey) return null;
  if (press.code === 'Space') return { type: 'cut' };
  if (press.code === 'Enter' || press.code === 'NumpadEnter') return { type: 'auto' };
  if (press.code === 'KeyF') return { type: 'fade' };
  if (press.code === 'KeyL') return { type: 'layouts' };
  const graphic = GRAPHIC_KEYS.findIndex((letter) => press.code === `Key${letter}`);
  if (graphic >= 0) return { type: 'graphic', index: graphic };
  return null;
}

const KEY_HELP: { keys: string; does: string }[] = [
  { keys: '1 – 9', does: 'Set the camera of that number as next (preview)' },
  { keys: 'Shift + 1 – 9', does: 'Cut to that camera at once' },
  { keys: 'Space', does: 'Cut to what is on preview' },
  { keys: 'Enter', does: 'AUTO: take what is on preview by the chosen transition' },
  { keys: 'F', does: 'Fade to black, and back' },
  { keys: 'L', does: 'Open the layouts, and close them' },
  { keys: 'Q – P', does: 'Bring that graphic of the list in, and take it out' },
  { keys: '1 – 9 on a cell', does: 'Put the camera of that number into the cell reached by Tab' },
  { keys: '?', does: 'Show and hide these keys' },
  { keys: 'Tab, arrows, Enter', does: 'Walk through the controls and press them' },
];

/** A slider and a colour take no letters: after a click on one the keys go on working. */
const TYPING = 'input:not([type=range], [type=color]), textarea, select, [contenteditable=true]';
const OWN_KEYS = 'dialog, [role=menu]';
const CONTROLS = 'button, a, input';
const TAKES_DIGITS = '[data-takes-digits]';

/** Whether the focus moves by Tab; a press of the pointer ends it. */
let walking = false;

/** Whether a key belongs to the control that has the focus: by Tab it was reached on purpose. */
export const isReachedByTab = (): boolean => walking;

function belongsTo(target: Element | null, { type }: KeyAction): boolean {
  if (!walking || !target) return false;
  if (type === 'preview') return target.closest(TAKES_DIGITS) !== null;
  return (type === 'cut' || type === 'auto') && target.closest(CONTROLS) !== null;
}

/**
 * Handles the director’s keys wherever the focus is, except in text fields, dialogs and menus. Space and
 * Enter press a control that was reached with Tab, as everywhere; after a click they take the preview.
 */
export function useDirectorKeys(act: (action: KeyAction) => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    walking = false;
    const onPointer = () => {
      walking = false;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Tab') walking = true;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest(TYPING) || target?.closest(OWN_KEYS) || document.querySelector('dialog[open]'))
        return;
      const action = keyAction(event);
      if (!action || belongsTo(target, action)) return;
      event.preventDefault();
      latest.current(action);
    };
    // A focused button presses itself on the keyup of Space; the cut was already made on its keydown.
    const onKeyUp = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.code !== 'Space' || walking || target?.closest(TYPING) || target?.closest(OWN_KEYS)) return;
      event.preventDefault();
    };
    document.addEventListener('pointerdown', onPointer, true);
    document.addEventListener('keydown', onKey);
    document.addEventListener('keyup', onKeyUp);
    return () => {
      document.removeEventListener('pointerdown', onPointer, true);
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('keyup', onKeyUp);
    };
  }, []);
}

export function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title="Keys" onClose={onClose}>
      <dl className="key-help">
        {KEY_HELP.map(({ keys, does }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="small text-2">
        A key acts by its place: these hold with Caps Lock and on any keyboard. Where digits are typed with
        Shift, press them without it for preview.
      </p>
      <div className="dialog-buttons">
        <Button kind="primary" onClick={onClose} autoFocus>
          Close
        </Button>
      </div>
    </Dialog>
  );
}

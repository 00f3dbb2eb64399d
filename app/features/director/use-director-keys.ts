import { useEffect, useRef } from 'react';
import { keyAction, type KeyAction } from './keys';

const TYPING = 'input, textarea, select, [contenteditable=true]';
const OWN_KEYS = 'dialog, [role=menu]';

/**
 * The keys of the desk, wherever the focus is. Text fields, dialogs and menus keep their keys. Space presses
 * a control that somebody walked to with Tab, as everywhere; after a click it cuts.
 */
export function useDirectorKeys(act: (action: KeyAction) => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    let walking = false;
    const onPointer = () => {
      walking = false;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Tab') walking = true;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest(TYPING) || target?.closest(OWN_KEYS) || document.querySelector('dialog[open]'))
        return;
      const action = keyAction(event);
      if (!action || (action.type === 'cut' && walking && target?.closest('button, a'))) return;
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

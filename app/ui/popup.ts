import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

/**
 * Where something stands on the screen itself, in pixels from its edges, so that no scrolling list cuts it
 * off.
 */
export interface PopupPlace {
  right: number;
  top?: number;
  bottom?: number;
}

/**
 * Something that opens beside its button, both of them in `frame`. It takes the focus when it opens, to the
 * first of its `parts` (a selector); a press elsewhere closes it; `close` gives the focus back to the button.
 * `at` is null while it is closed.
 */
export function usePopup<At>(parts: string) {
  const [at, setAt] = useState<At | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (at === null) return;
    frame.current?.querySelector<HTMLElement>(parts)?.focus();
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) setAt(null);
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [at, parts]);
  const close = () => {
    setAt(null);
    frame.current?.querySelector<HTMLElement>('button')?.focus();
  };
  return { frame, at, setAt, close };
}

/** Below the button, or above it where there is no room for `heightPx`. */
export function besideButton(button: DOMRect, heightPx: number): PopupPlace {
  const right = Math.max(8, window.innerWidth - button.right);
  const fits = button.bottom + heightPx < window.innerHeight;
  return fits ? { right, top: button.bottom + 4 } : { right, bottom: window.innerHeight - button.top + 4 };
}

/** Arrow keys go through the items of a menu and round. True when the key was such a one. */
export function moveInMenu(event: KeyboardEvent<HTMLDivElement>): boolean {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  if (step === 0 || items.length === 0) return false;
  event.preventDefault();
  const at = items.findIndex((item) => item === document.activeElement);
  items.at((at + step) % items.length)?.focus();
  return true;
}

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

/** Fixed position in pixels from the edges of the window, so that no scrolling list clips the popup. */
export interface PopupPlace {
  right: number;
  top?: number;
  bottom?: number;
}

/**
 * A popup and its button, both inside `frame`. On opening, the first of its `parts` (a selector) takes the
 * focus; a press outside closes it; `close` returns the focus to the button. `at` is null while it is closed.
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

/** Below the button, or above where `heightPx` does not fit below. */
export function besideButton(button: DOMRect, heightPx: number): PopupPlace {
  const right = Math.max(8, window.innerWidth - button.right);
  const fits = button.bottom + heightPx < window.innerHeight;
  return fits ? { right, top: button.bottom + 4 } : { right, bottom: window.innerHeight - button.top + 4 };
}

/**
 * Moves the focus through the items of a menu, wrapping around; Home and End go to its ends (ARIA Authoring
 * Practices, "Menu Button"). True when the key was one of these.
 */
export function moveInMenu(event: KeyboardEvent<HTMLDivElement>): boolean {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.findIndex((item) => item === document.activeElement);
  const targets: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: at - 1,
    Home: 0,
    End: -1,
  };
  const to = targets[event.key];
  if (to === undefined || items.length === 0) return false;
  event.preventDefault();
  items.at(to)?.focus();
  return true;
}

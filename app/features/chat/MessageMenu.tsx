import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { ChatMessage } from '../../realtime/contract';
import { DotsIcon } from './icons';
import { type ChatWords, fill } from './words';

/** Something that can be done with a message. */
export interface MessageAction {
  id: string;
  label: string;
  icon?: ReactNode;
  /** Whether it fits this message; all, if left out. */
  fits?: (message: ChatMessage) => boolean;
}

interface Props {
  message: ChatMessage;
  words: ChatWords;
  actions: readonly MessageAction[];
  onAction: (action: MessageAction, message: ChatMessage) => void;
  tabbable: boolean;
}

const ITEM_PX = 44;

/** The menu of a message. Arrow keys move in it, Escape closes it and gives the focus back. */
export function MessageMenu({ message, words, actions, onAction, tabbable }: Props) {
  const [at, setAt] = useState<{ right: number; top?: number; bottom?: number } | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const fitting = actions.filter(({ fits }) => fits?.(message) ?? true);
  useEffect(() => {
    if (!at) return;
    frame.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const away = (event: Event) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) setAt(null);
    };
    // It stands where it was opened: scrolling takes its message away from under it.
    const list = frame.current?.closest('[role=log]');
    const shut = () => setAt(null);
    document.addEventListener('pointerdown', away);
    list?.addEventListener('scroll', shut);
    return () => {
      document.removeEventListener('pointerdown', away);
      list?.removeEventListener('scroll', shut);
    };
  }, [at]);
  if (fitting.length === 0) return null;
  const close = () => {
    setAt(null);
    frame.current?.querySelector('button')?.focus();
  };
  const open = () => {
    const box = frame.current?.getBoundingClientRect();
    if (box) setAt(place(box, fitting.length));
  };
  return (
    <div ref={frame} className="chat-menu" onKeyDown={at ? (event) => moveByKey(event, close) : undefined}>
      <button
        type="button"
        className="chat-icon-button chat-more"
        aria-label={fill(words.menu, { name: message.name })}
        aria-haspopup="menu"
        aria-expanded={at !== null}
        tabIndex={tabbable ? 0 : -1}
        onClick={at ? close : open}
      >
        <DotsIcon />
      </button>
      {at ? (
        <div role="menu" className="chat-menu-list" style={at}>
          {fitting.map((action) => (
            <button
              key={action.id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                onAction(action, message);
              }}
            >
              {action.icon}
              {action.label}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** On the screen itself, so that the scrolling list does not cut it off; upward where there is no room below. */
function place(box: DOMRect, items: number) {
  const right = Math.max(8, window.innerWidth - box.right);
  const fits = box.bottom + items * ITEM_PX + 16 < window.innerHeight;
  return fits ? { right, top: box.bottom + 4 } : { right, bottom: window.innerHeight - box.top + 4 };
}

function moveByKey(event: KeyboardEvent<HTMLDivElement>, close: () => void): void {
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    close();
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  event.preventDefault();
  event.stopPropagation();
  const now = items.findIndex((item) => item === document.activeElement);
  items.at((now + step) % items.length)?.focus();
}

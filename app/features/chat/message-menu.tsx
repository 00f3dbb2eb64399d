import { type KeyboardEvent, type ReactNode, useEffect } from 'react';
import type { ChatMessage } from '../../../contract/messages';
import { fill } from '../../../core/language';
import { besideButton, moveInMenu, type PopupPlace, usePopup } from '../../ui/popup';
import { DotsIcon } from './icons';
import type { ChatTexts } from './chat-texts';

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
  words: ChatTexts;
  actions: readonly MessageAction[];
  onAction: (action: MessageAction, message: ChatMessage) => void;
  tabbable: boolean;
}

const ITEM_PX = 44;

/** The menu of a message. Arrow keys move in it, Escape closes it and gives the focus back. */
export function MessageMenu({ message, words, actions, onAction, tabbable }: Props) {
  const { frame, at, setAt, close } = usePopup<PopupPlace>('[role=menuitem]');
  const fitting = actions.filter(({ fits }) => fits?.(message) ?? true);
  useEffect(() => {
    if (!at) return;
    // It stands where it was opened: scrolling takes its message away from under it.
    const list = frame.current?.closest('[role=log]');
    const shut = () => setAt(null);
    list?.addEventListener('scroll', shut);
    return () => list?.removeEventListener('scroll', shut);
  }, [frame, at, setAt]);
  if (fitting.length === 0) return null;
  const open = () => {
    const box = frame.current?.getBoundingClientRect();
    if (box) setAt(besideButton(box, fitting.length * ITEM_PX + 16));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      close();
    }
    // The list beneath has arrow keys of its own.
    if (moveInMenu(event)) event.stopPropagation();
  };
  return (
    <div ref={frame} className="chat-menu" onKeyDown={at ? onKeyDown : undefined}>
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
        <div role="menu" className="menu-list" style={at}>
          {fitting.map((action) => (
            <button
              key={action.id}
              type="button"
              role="menuitem"
              className="menu-item"
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

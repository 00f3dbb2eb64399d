import { type KeyboardEvent, memo, type ReactNode, useEffect } from 'react';
import type { ChatMessage } from '../../../contract/messages';
import { splitLinks } from '../../../core/chat/text';
import { fill } from '../../../core/language';
import { besideButton, moveInMenu, type PopupPlace, usePopup } from '../../ui/popup';
import type { ChatTexts } from './chat-texts';
import { BadgeIcon, DotsIcon } from './icons';

/** Something that can be done with a message. */
export interface MessageAction {
  id: string;
  label: string;
  icon?: ReactNode;
  /** Whether it fits this message; all, if left out. */
  fits?: (message: ChatMessage) => boolean;
}

export interface MessageRowProps {
  message: ChatMessage;
  texts: ChatTexts;
  /** `19:41` by this browser's clock; '' until that is known. */
  time: string;
  linked: boolean;
  actions: readonly MessageAction[];
  onAction: (action: MessageAction, message: ChatMessage) => void;
  /** Of all menus of the list one can be reached by Tab; arrow keys lead to the others. */
  tabbable: boolean;
}

/** One message: who, as what, when, and what. Rendered once, however many come after it. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, texts, time, linked, actions } = props;
  return (
    <li className="chat-message" data-badge={message.badge ?? undefined} data-message={message.id}>
      <p className="chat-head">
        <b className="chat-name" dir="auto">
          {message.name}
        </b>
        {message.badge ? (
          <span className="chat-badge">
            <BadgeIcon badge={message.badge} />
            {texts.badges[message.badge]}
          </span>
        ) : null}
        <time dateTime={message.at}>{time}</time>
      </p>
      <p className="chat-text" dir="auto">
        <MessageText text={message.text} linked={linked} />
      </p>
      {actions.length > 0 ? <MessageMenu {...props} /> : null}
    </li>
  );
});

/** A message as text nodes; https addresses as links that lend the target nothing of ours. */
function MessageText({ text, linked }: { text: string; linked: boolean }) {
  if (!linked) return <>{text}</>;
  return (
    <>
      {splitLinks(text).map((piece, at) =>
        piece.href ? (
          <a key={at} href={piece.href} target="_blank" rel="noopener nofollow ugc">
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

interface MenuProps {
  message: ChatMessage;
  texts: ChatTexts;
  actions: readonly MessageAction[];
  onAction: (action: MessageAction, message: ChatMessage) => void;
  tabbable: boolean;
}

const ITEM_PX = 44;

/** The menu of a message. Arrow keys move in it, Escape closes it and gives the focus back. */
function MessageMenu({ message, texts, actions, onAction, tabbable }: MenuProps) {
  const { frame, at, setAt, close } = usePopup<PopupPlace>('[role=menuitem]');
  const fitting = actions.filter(({ fits }) => fits?.(message) ?? true);
  useEffect(() => {
    if (!at) return;
    // It stays where it was opened, while scrolling moves its message away.
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
        aria-label={fill(texts.menu, { name: message.name })}
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

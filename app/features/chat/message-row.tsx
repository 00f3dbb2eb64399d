import { memo } from 'react';
import type { ChatMessage } from '../../../contract/messages';
import { BadgeIcon } from './icons';
import { MessageMenu, type MessageAction } from './message-menu';
import { MessageText } from './message-text';
import type { ChatTexts } from './chat-texts';

export interface MessageRowProps {
  message: ChatMessage;
  words: ChatTexts;
  /** `19:41` by this browser's clock; '' while the server draws. */
  time: string;
  linked: boolean;
  actions: readonly MessageAction[];
  onAction: (action: MessageAction, message: ChatMessage) => void;
  /** Of all menus of the list one can be reached by Tab; arrow keys lead to the others. */
  tabbable: boolean;
}

/** One message: who, as what, when, and what. Drawn once, however many come after it. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, words, time, linked, actions } = props;
  return (
    <li className="chat-message" data-badge={message.badge ?? undefined} data-message={message.id}>
      <p className="chat-head">
        <b className="chat-name" dir="auto">
          {message.name}
        </b>
        {message.badge ? (
          <span className="chat-badge">
            <BadgeIcon badge={message.badge} />
            {words.badges[message.badge]}
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

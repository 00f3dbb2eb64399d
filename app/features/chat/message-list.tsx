import { type KeyboardEvent, useState } from 'react';
import type { ChatMessage } from '../../../contract/messages';
import { fill } from '../../../core/language';
import type { ChatView } from './chat-store';
import { DownIcon } from './icons';
import type { MessageAction } from './message-menu';
import { MessageRow } from './message-row';
import { useClock } from './use-clock';
import { useEnd } from './use-end';
import { useSentMessages } from './use-sent-messages';
import type { ChatTexts } from './chat-texts';

interface Props {
  view: ChatView;
  words: ChatTexts;
  locale: string;
  actions: readonly MessageAction[];
  onAction: (action: MessageAction, message: ChatMessage) => void;
  onOlder: () => void;
}

/** The messages, oldest first. A log to a screen reader: what is written from now on is said, politely. */
export function MessageList({ view, words, locale, actions, onAction, onOlder }: Props) {
  const [active, setActive] = useState<string | null>(null);
  const { list, below, onScroll, toEnd } = useEnd(view.messages);
  const said = useSentMessages(view);
  const timeOf = useClock(locale);
  const linked = view.mode?.links === 'shown';
  const ids = view.messages.map(({ id }) => id);
  const tabbable = active !== null && ids.includes(active) ? active : ids.at(-1);
  return (
    <div className="chat-frame">
      <div
        ref={list}
        className="chat-list"
        role="log"
        aria-label={words.log}
        aria-live={said ? 'polite' : 'off'}
        aria-relevant="additions"
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={(event) => setActive(moveToRow(event) ?? active)}
      >
        {view.more ? (
          <button type="button" className="chat-older" disabled={view.loadingOlder} onClick={onOlder}>
            {words.older}
          </button>
        ) : null}
        <ListStatus view={view} words={words} />
        <ol>
          {view.messages.map((message) => (
            <MessageRow
              key={message.id}
              message={message}
              words={words}
              time={timeOf(message.at)}
              linked={linked}
              actions={actions}
              onAction={onAction}
              tabbable={message.id === tabbable}
            />
          ))}
        </ol>
      </div>
      {below > 0 ? (
        <button type="button" className="chat-below" onClick={toEnd}>
          <DownIcon />
          {below === 1 ? words.newOne : fill(words.newMany, { count: below })}
        </button>
      ) : null}
    </div>
  );
}

function ListStatus({ view, words }: { view: ChatView; words: ChatTexts }) {
  if (view.messages.length > 0) return null;
  const ready = view.mode?.state === 'closed' ? words.emptyClosed : words.empty;
  const text = { loading: words.loading, failed: words.failed, ready }[view.state];
  return <p className="chat-standing">{text}</p>;
}

/** From the menu button of one message to that of the next; gives the message that has it now. */
function moveToRow(event: KeyboardEvent<HTMLElement>): string | null {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement) || !event.target.matches('.chat-more'))
    return null;
  const row = event.target.closest('li');
  const next = step > 0 ? row?.nextElementSibling : row?.previousElementSibling;
  event.preventDefault();
  next?.querySelector<HTMLElement>('.chat-more')?.focus();
  return next?.getAttribute('data-message') ?? null;
}

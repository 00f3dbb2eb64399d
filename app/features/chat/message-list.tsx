import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ChatMessage } from '../../../contract/messages';
import { fill } from '../../../core/language';
import type { ChatTexts } from './chat-texts';
import { DownIcon } from './icons';
import { type MessageAction, MessageRow } from './message-row';
import type { ChatView } from './use-chat';
import { useClock } from './use-clock';

interface Props {
  view: ChatView;
  texts: ChatTexts;
  locale: string;
  actions: readonly MessageAction[];
  onAction: (action: MessageAction, message: ChatMessage) => void;
  onOlder: () => void;
}

/** The messages, oldest first. A log to a screen reader, which reads new ones politely. */
export function MessageList({ view, texts, locale, actions, onAction, onOlder }: Props) {
  const [active, setActive] = useState<string | null>(null);
  const { list, below, onScroll, toEnd } = useFollowEnd(view.messages);
  const announced = useAnnounced(view);
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
        aria-label={texts.log}
        aria-live={announced ? 'polite' : 'off'}
        aria-relevant="additions"
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={(event) => setActive(moveToRow(event) ?? active)}
      >
        {view.more ? (
          <button type="button" className="chat-older" disabled={view.loadingOlder} onClick={onOlder}>
            {texts.older}
          </button>
        ) : null}
        <ListStatus view={view} texts={texts} />
        <ol>
          {view.messages.map((message) => (
            <MessageRow
              key={message.id}
              message={message}
              texts={texts}
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
          {below === 1 ? texts.newOne : fill(texts.newMany, { count: below })}
        </button>
      ) : null}
    </div>
  );
}

function ListStatus({ view, texts }: { view: ChatView; texts: ChatTexts }) {
  if (view.messages.length > 0) return null;
  const ready = view.mode?.state === 'closed' ? texts.emptyClosed : texts.empty;
  const text = { loading: texts.loading, failed: texts.failed, ready }[view.state];
  return <p className="chat-empty">{text}</p>;
}

/** Moves the focus to the menu button of the next message; returns the id of that message. */
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

/** Longer than a screen reader takes to notice what was put in. */
const SETTLE_MS = 500;

/** Whether a screen reader is to read what is added: not the history, which comes in whole pages. */
function useAnnounced({ state, loadingOlder }: ChatView): boolean {
  const settled = state === 'ready' && !loadingOlder;
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(settled), settled ? SETTLE_MS : 0);
    return () => clearTimeout(timer);
  }, [settled]);
  return waited && settled;
}

/** So near the end counts as at the end: nobody scrolls back by half a line. */
const NEAR_PX = 32;

interface Seen {
  /** The last message that was on the screen at the end. */
  seq: number;
  atEnd: boolean;
}

/**
 * Follows the end of a list as messages come, unless the person has scrolled back; then counts what is new
 * below. Older messages that come in above leave what is being read where it is.
 */
function useFollowEnd(messages: readonly ChatMessage[]) {
  const list = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState<Seen>({ seq: -1, atEnd: true });
  const before = useRef({ height: 0, first: -1 });
  const first = messages[0]?.seq ?? -1;
  const last = messages.at(-1)?.seq ?? -1;
  const { atEnd } = seen;

  useEffect(() => {
    const box = list.current;
    if (!box) return;
    const { height, first: wasFirst } = before.current;
    if (atEnd) box.scrollTo(0, box.scrollHeight);
    else if (first < wasFirst) box.scrollBy(0, box.scrollHeight - height);
    before.current = { height: box.scrollHeight, first };
  }, [first, last, messages.length, atEnd]);

  useEffect(() => {
    const box = list.current;
    if (!box || typeof ResizeObserver === 'undefined') return;
    // A keyboard that slides in takes height away; what was at the end stays there.
    const observer = new ResizeObserver(() => {
      if (atEnd) box.scrollTo(0, box.scrollHeight);
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [atEnd]);

  const onScroll = () => {
    const box = list.current;
    if (!box) return;
    const near = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    if (near !== atEnd) setSeen({ seq: last, atEnd: near });
  };
  const toEnd = () => setSeen({ seq: last, atEnd: true });
  const below = atEnd ? 0 : messages.filter((message) => message.seq > seen.seq).length;
  return { list, below, onScroll, toEnd };
}

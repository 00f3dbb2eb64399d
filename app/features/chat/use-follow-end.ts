import { useEffect, useRef, useState } from 'react';
import type { ChatMessage } from '../../../contract/messages';

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
export function useFollowEnd(messages: readonly ChatMessage[]) {
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

import { type ComponentType, createElement, useEffect, useMemo, useState } from 'react';
import { chatClient, type ChatSubscribe } from '../features/chat/chat-client';
import type { ChatPanelProps } from '../features/chat/chat-panel';

import { viewerTicket } from '../realtime/client/viewer-ticket';
import { useTexts } from './texts/use-texts';

interface Props {
  slug: string;
  /** How messages come in: by the page's socket, or by the packets of the program's room. */
  subscribe: ChatSubscribe;
  /** Of somebody of the crew, who is known by a cookie and needs no ticket. */
  crewName: string | null;
}

/** The room for the chat, there from the first paint; the chat itself is loaded after the picture. */
export function ChatArea({ slug, subscribe, crewName }: Props) {
  const { locale, chat, chatTexts } = useTexts();
  const Panel = useChatPanel();
  const client = useMemo(
    () => chatClient({ slug, subscribe, ...(crewName === null ? { ticket: viewerTicket(slug) } : {}) }),
    [slug, subscribe, crewName],
  );
  return (
    <aside className="chat-place" aria-label={chat.title}>
      <h2>{chat.title}</h2>
      {Panel === null ? (
        <p className="chat-place-note">{chat.coming}</p>
      ) : (
        createElement(Panel, { client, texts: chatTexts, locale, crewName })
      )}
    </aside>
  );
}

const RETRY_MS = 3_000;

/**
 * Null until it is loaded. Tried again and again: the page works without it, and nobody would reload for it.
 */
function useChatPanel(): ComponentType<ChatPanelProps> | null {
  const [part, setPart] = useState<{ component: ComponentType<ChatPanelProps> } | null>(null);
  const [tries, setTries] = useState(0);
  const wanted = part === null;
  useEffect(() => {
    if (!wanted) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    import('../features/chat/chat-panel').then(
      ({ ChatPanel }) => gone || setPart({ component: ChatPanel }),
      () => (timer = setTimeout(() => setTries(tries + 1), RETRY_MS)),
    );
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [wanted, tries]);
  return part?.component ?? null;
}

import { createElement, useMemo } from 'react';
import { httpChat } from '../../features/chat/http-chat';
import type { ChatTransport } from '../../features/chat/transport';
import { viewerTicket } from '../../realtime/client/viewer-ticket';
import { useTexts } from '../texts/use-texts';
import { useLater } from './use-later';

interface Props {
  slug: string;
  /** How messages come in: by the page's socket, or by the packets of the program's room. */
  subscribe: ChatTransport['subscribe'];
  /** Of somebody of the crew, who is known by a cookie and needs no ticket. */
  crewName: string | null;
}

/** The chat's place, there from the first paint; the chat itself comes after the picture. */
export function ChatPlace({ slug, subscribe, crewName }: Props) {
  const { locale, chat, chatWords } = useTexts();
  const Panel = useLater(
    () => import('../../features/chat/chat-panel').then(({ ChatPanel }) => ChatPanel),
    true,
  );
  const transport = useMemo(
    () => httpChat({ slug, subscribe, ...(crewName === null ? { ticket: viewerTicket(slug) } : {}) }),
    [slug, subscribe, crewName],
  );
  return (
    <aside className="chat-place" aria-label={chat.title}>
      <h2>{chat.title}</h2>
      {Panel === null ? (
        <p className="chat-place-note">{chat.coming}</p>
      ) : (
        createElement(Panel, { transport, words: chatWords, locale, crewName })
      )}
    </aside>
  );
}

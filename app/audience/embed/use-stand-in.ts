import { useEffect } from 'react';
import type { ChatBatch, Snapshot } from '../../../contract/messages';
import { connectionFor, retain } from '../../realtime/client/connections';
import type { Learn } from './use-known';

/** The room is mostly joined by then; only where it cannot be, a socket is opened in its place. */
const SOCKET_AFTER_MS = 4_000;

/**
 * Learns by a socket for as long as the room is not joined: where WebRTC cannot pass, and when the event is
 * over.
 */
export function useStandIn(
  slug: string,
  initial: Snapshot<'public'>,
  joined: boolean,
  learn: Learn,
  takeChat: (batch: ChatBatch) => void,
): void {
  const connection = connectionFor('public', slug, initial);
  useEffect(() => {
    if (joined) return;
    let leave: (() => void) | null = null;
    const unheard = connection.subscribe(() => {
      const { seq, state, viewers } = connection.view();
      learn({ snapshot: state ? { audience: 'public', seq, state } : undefined, viewers });
    });
    const unheardChat = connection.onChat(takeChat);
    const timer = setTimeout(() => (leave = retain('public', slug)), SOCKET_AFTER_MS);
    return () => {
      clearTimeout(timer);
      unheard();
      unheardChat();
      leave?.();
    };
  }, [connection, slug, joined, learn, takeChat]);
}

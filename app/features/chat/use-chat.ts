import { useEffect, useState } from 'react';
import { ChatStore, type ChatView } from './chat-store';
import type { ChatTransport } from './transport';

/**
 * The log of a chat, kept right for as long as the component is mounted. The transport is that of the first
 * render.
 */
export function useChat(transport: ChatTransport): { view: ChatView; loadOlder: () => Promise<void> } {
  const [store] = useState(() => new ChatStore(transport));
  const [view, setView] = useState(store.view);
  useEffect(() => {
    const leave = store.subscribe(() => setView(store.view()));
    store.open();
    return () => {
      leave();
      store.close();
    };
  }, [store]);
  return { view, loadOlder: store.loadOlder };
}

import { useCallback, useState } from 'react';
import type { ChatBatch, Snapshot } from '../../../contract/messages';
import { handlePacket } from './packets';

/** What an embedded player knows of its event, from wherever it has heard it. */
export interface Known {
  snapshot: Snapshot<'public'>;
  viewers: number | null;
}
export type Learn = (news: { snapshot?: Snapshot<'public'> | undefined; viewers?: number | null }) => void;

/** `learn` takes what is newer, by the state's seq; `hear` reads it from a packet of the program room. */
export function useKnown(initial: Snapshot<'public'>, takeChat: (batch: ChatBatch) => void) {
  const [known, setKnown] = useState<Known>({ snapshot: initial, viewers: null });
  const learn = useCallback<Learn>(({ snapshot, viewers }) => {
    setKnown((now) => ({
      snapshot: snapshot && snapshot.seq > now.snapshot.seq ? snapshot : now.snapshot,
      viewers: viewers ?? now.viewers,
    }));
  }, []);
  const hear = useCallback(
    (topic: string, text: string) =>
      handlePacket(topic, text, {
        state: (snapshot) => learn({ snapshot }),
        count: ({ viewers }) => learn({ viewers }),
        chat: takeChat,
      }),
    [learn, takeChat],
  );
  return { ...known, learn, hear };
}

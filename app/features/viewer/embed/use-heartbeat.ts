import { useEffect } from 'react';
import type { HeartbeatAnswer } from '../../../realtime/contract';
import { postJson, PostError } from '../../../realtime/hooks/post';
import { viewerTicket } from '../../../realtime/hooks/viewer-ticket';
import type { Learn } from './use-known';

/** Design §5: a viewer who is not heard of for 30 s is no longer counted. */
const BEAT_MS = 10_000;
/** The picture comes first. */
const FIRST_MS = 1_500;
const TIMEOUT_MS = 5_000;

/** Lets the server count a viewer who has no socket: a call every ten seconds, and one when the page goes. */
export function useHeartbeat(slug: string, wanted: boolean, learn: Learn): void {
  useEffect(() => {
    if (!wanted) return;
    const ticket = viewerTicket(slug);
    const path = `/api/presence/${encodeURIComponent(slug)}`;
    const beat = async () => {
      const headers = { Authorization: `Bearer ${await ticket.get()}` };
      learn(await postJson<HeartbeatAnswer>(path, {}, { headers, timeoutMs: TIMEOUT_MS }));
    };
    // One that is lost is followed by the next; one that was refused, by another ticket.
    const send = () =>
      void beat().catch((error: unknown) => {
        if (error instanceof PostError && error.status === 401) ticket.refused();
      });
    const leave = () => {
      const held = ticket.peek();
      if (held === null) return;
      navigator.sendBeacon(`${path}/leave`, held);
    };
    const returned = (event: PageTransitionEvent) => event.persisted && send();
    const first = setTimeout(send, FIRST_MS);
    const timer = setInterval(send, BEAT_MS);
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', returned);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', returned);
    };
  }, [slug, wanted, learn]);
}

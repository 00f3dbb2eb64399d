import type { LiveKitSessionKind } from '../../contract/vocabulary';
import type { Tx } from '../connect';

/**
 * Takes in that a room or an egress is there, or is over, and says which of the two is news. One that is over
 * stays over, so the order in which this is heard makes no difference (safety F29).
 */
export async function hearSession(
  tx: Tx,
  session: { sid: string; eventId: string; kind: LiveKitSessionKind; ended: boolean },
): Promise<{ began: boolean; ended: boolean }> {
  const { sid, eventId, kind, ended } = session;
  const made = await tx`
    insert into livekit_sessions (sid, event_id, kind, ended) values (${sid}, ${eventId}, ${kind}, ${ended})
    on conflict (sid) do nothing returning sid`;
  if (made.length > 0) return { began: true, ended };
  if (!ended) return { began: false, ended: false };
  const over = await tx`
    update livekit_sessions set ended = true, heard_at = now() where sid = ${sid} and not ended returning sid`;
  return { began: false, ended: over.length > 0 };
}

/** Webhooks are taken for ten minutes; a day later nothing can come that this is needed for. */
export async function forgetOldSessions(tx: Tx): Promise<void> {
  await tx`delete from livekit_sessions where heard_at < now() - interval '1 day' and ended`;
}

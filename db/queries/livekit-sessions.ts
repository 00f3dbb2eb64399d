import type { LiveKitSessionKind } from '../../contract/vocabulary';
import type { Tx } from '../connect';

/**
 * Stores that a room or an egress began or ended.
 * @returns which of the two is new. One that ended stays ended, so the order of the messages does not matter
 * (safety F29)
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

/** Webhooks are accepted for ten minutes; a day later no message can need these rows. */
export async function forgetOldSessions(tx: Tx): Promise<void> {
  await tx`delete from livekit_sessions where heard_at < now() - interval '1 day' and ended`;
}

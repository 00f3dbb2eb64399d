import type { CameraState, LiveKitSessionKind } from '../../contract/vocabulary';
import type { Tx } from '../connect';

export interface ParticipantRow {
  id: string;
  eventId: string;
  number: number;
  label: string;
  state: CameraState;
  connection: string;
  identity: string;
  sid: string;
  joinedAtMs: number;
  left: boolean;
}

const columns = (tx: Tx) => tx`
  id, event_id as "eventId", number, label, state, connection, identity, participant_sid as sid, participant_left as left,
  case when isfinite(participant_joined_at) then extract(epoch from participant_joined_at) * 1000 else -1 end::float8
    as "joinedAtMs"`;

/** The camera of an identity, locked. For claims of purpose `reconcile`. */
export async function lockParticipant(tx: Tx, identity: string): Promise<ParticipantRow | null> {
  const [row] = await tx<ParticipantRow[]>`
    select ${columns(tx)} from cameras where identity = ${identity} for update`;
  return row ?? null;
}

export async function participantsOf(tx: Tx, eventId: string): Promise<ParticipantRow[]> {
  return tx<ParticipantRow[]>`select ${columns(tx)} from cameras where event_id = ${eventId}`;
}

/**
 * The participant's state by LiveKit. `connection` only moves between `lost` and `connecting`: whether its
 * picture is live is measured by the engine, from its frames.
 */
export async function saveParticipant(
  tx: Tx,
  id: string,
  heard: { sid: string; joinedAtMs: number; left: boolean },
): Promise<void> {
  await tx`
    update cameras set
      participant_sid = ${heard.sid},
      participant_joined_at = to_timestamp(${heard.joinedAtMs}::float8 / 1000),
      participant_left = ${heard.left},
      seen_at = now(),
      connection_since = case
        when ${heard.left} and connection <> 'lost' or not ${heard.left} and connection = 'lost' then now()
        else connection_since end,
      connection = case when ${heard.left} then 'lost' when connection = 'lost' then 'connecting' else connection end
    where id = ${id}`;
}

/**
 * Stores that a room or an egress began or ended.
 * @returns which of the two is new. One that ended stays ended, so the order of the messages does not matter
 * (safety F29)
 */
export async function saveLivekitSession(
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

/**
 * Marks a webhook as handled; false when it was before. In the transaction of its effect, so both happen or
 * neither.
 */
export async function claimWebhook(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx`insert into webhook_events (id) values (${id}) on conflict do nothing returning id`;
  return rows.length > 0;
}

/** Older ones are refused by their age before they are looked up. */
export async function forgetOldWebhooks(tx: Tx): Promise<void> {
  await tx`delete from webhook_events where received_at < now() - interval '1 hour'`;
}

import type { CameraState } from '../../contract/vocabulary';
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

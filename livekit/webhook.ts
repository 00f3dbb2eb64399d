import { EgressStatus, type WebhookEvent, WebhookReceiver } from 'livekit-server-sdk';
import type { LiveKitSessionKind } from '../contract/vocabulary';
import type { LiveKitKey, LiveKitServer } from './tokens';

const PARTICIPANT_EVENTS = [
  'participant_joined',
  'participant_left',
  'track_published',
  'track_unpublished',
] as const;

/** What we use of LiveKit's webhooks. Times in ms since 1970. */
export interface RoomWebhook {
  id: string;
  kind: (typeof PARTICIPANT_EVENTS)[number] | 'other';
  room: string;
  createdAtMs: number;
  participant: { identity: string; sid: string; joinedAtMs: number } | null;
  /** A room or egress that began or ended. */
  session: { kind: LiveKitSessionKind; sid: string; room: string; ended: boolean; failed: boolean } | null;
}

/** Final states of an egress. */
const OVER = [
  EgressStatus.EGRESS_COMPLETE,
  EgressStatus.EGRESS_FAILED,
  EgressStatus.EGRESS_ABORTED,
  EgressStatus.EGRESS_LIMIT_REACHED,
];

/** Tolerated difference between LiveKit's clock and ours, seconds (safety F24). */
const CLOCK_TOLERANCE_S = 60;

/**
 * Checks the signature over the raw body (safety T9) and parses it. Null when it is not LiveKit's: no token,
 * another key, another body, another algorithm, expired, or a token that signs no body, such as a viewer's.
 */
export async function receiveWebhook(
  settings: Pick<LiveKitServer, 'apiKey' | 'apiSecret' | 'accepted'>,
  body: string,
  authorization: string | null,
): Promise<RoomWebhook | null> {
  const event = await signedEvent(settings.accepted ?? [settings], body, authorization);
  if (!event?.id) return null;
  const { participant } = event;
  const kind = PARTICIPANT_EVENTS.find((name) => name === event.event) ?? 'other';
  return {
    id: event.id,
    kind,
    room: event.room?.name ?? '',
    createdAtMs: Number(event.createdAt) * 1000,
    participant: participant
      ? {
          identity: participant.identity,
          sid: participant.sid,
          joinedAtMs: Number(participant.joinedAtMs) || Number(participant.joinedAt) * 1000,
        }
      : null,
    session: sessionOf(event),
  };
}

async function signedEvent(
  keys: readonly LiveKitKey[],
  body: string,
  authorization: string | null,
): Promise<WebhookEvent | null> {
  for (const { apiKey, apiSecret } of keys) {
    const receiver = new WebhookReceiver(apiKey, apiSecret);
    const event = await receiver
      .receive(body, authorization ?? undefined, false, CLOCK_TOLERANCE_S)
      .catch(() => null);
    if (event) return event;
  }
  return null;
}

/**
 * Other fields of an egress, such as its error, may contain a destination's address with its key, so they are
 * not passed on.
 */
function sessionOf({ event, room, egressInfo }: WebhookEvent): RoomWebhook['session'] {
  if (egressInfo && event.startsWith('egress_')) {
    const { egressId: sid, roomName, status } = egressInfo;
    const ended = event === 'egress_ended' || OVER.includes(status);
    return {
      kind: 'egress',
      sid,
      room: roomName,
      ended,
      failed: ended && status !== EgressStatus.EGRESS_COMPLETE,
    };
  }
  if (room && (event === 'room_started' || event === 'room_finished')) {
    const { sid, name } = room;
    return { kind: 'room', sid, room: name, ended: event === 'room_finished', failed: false };
  }
  return null;
}

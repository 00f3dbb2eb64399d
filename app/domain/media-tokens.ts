import { randomBytes } from 'node:crypto';
import type { TokenAnswer } from '../../contract/messages';
import { limitKey } from '../../core/address';
import { AppError } from '../../core/errors';
import { isOpen } from '../../core/event-status';
import { DESK_IDENTITY, GRANTS } from '../../core/grants';
import { roomsOf, SLUG_PATTERN } from '../../core/rooms';
import type { Claims } from '../../db/claims';
import { LIMITS } from '../config/limits';
import type { Services } from '../services';
import { actorName, eventBySlug, mustAssist } from './access';
import { takeLimit } from './limits';

type Db = Pick<Services, 'sql' | 'livekit'>;

/** 128 random bits, so that nobody can guess or take over an identity (safety T7). */
const identity = (kind: string) => `${kind}_${randomBytes(16).toString('hex')}`;

/**
 * The two tokens of a director's page, which assistants have as well: for the cameras, and for the program
 * return (the rehearsal room until
 * the event is live).
 *
 * @throws AppError forbidden, conflict when the event is not open, unavailable
 */
export async function directorTokens(
  services: Db,
  actor: Claims,
  slug: string,
  origin: string,
): Promise<{ cameras: TokenAnswer; program: TokenAnswer }> {
  const event = await eventBySlug(services, actor, slug);
  mustAssist(actor);
  if (!isOpen(event.status)) {
    throw new AppError(
      'conflict',
      'The event is not open, so there is nothing to see. Publish or reopen it first.',
    );
  }
  const rooms = roomsOf(event.slug, event.kind);
  const grants = {
    cameras: GRANTS.directorCameras(rooms),
    program: GRANTS.directorProgram(rooms, event.status === 'live'),
  };
  await Promise.all([
    services.livekit.ensureRoom(grants.cameras.grant.room),
    services.livekit.ensureRoom(grants.program.grant.room),
  ]);
  const name = actorName(actor);
  const [cameras, program] = await Promise.all([
    services.livekit.token(grants.cameras, identity(DESK_IDENTITY), name, origin),
    services.livekit.token(grants.program, identity(DESK_IDENTITY), name, origin),
  ]);
  return { cameras, program };
}

/**
 * The slug or showId in a `room` parameter. LiveKit room names are refused (safety T12).
 *
 * @throws AppError bad_request for an impossible name, such as `x:cameras`
 */
export function slugOfRoom(room: string): string {
  if (SLUG_PATTERN.test(room)) return room;
  throw new AppError(
    'bad_request',
    'This is no name of an event: letters, digits, - and _ only, at most 64.',
    {
      details: { field: 'room' },
    },
  );
}

/**
 * A viewer's token, for anyone. The room comes from an event, so that it can only be the program's (safety
 * T5, T12).
 *
 * @throws AppError rate_limited, bad_request, not_found, gone when the event has ended
 */
export async function viewerToken(
  services: Db,
  roomParameter: string,
  username: string,
  ip: string,
  origin: string,
): Promise<{ eventId: string; token: TokenAnswer }> {
  await takeLimit(services, limitKey(ip), LIMITS.viewerTokenPerMinute);
  const room = slugOfRoom(roomParameter);
  const event = await eventBySlug(services, { kind: 'viewer' }, room);
  if (event.status === 'ended') throw new AppError('gone', 'This event is over.');
  const grant = GRANTS.viewer(roomsOf(event.slug, event.kind));
  await services.livekit.ensureRoom(grant.grant.room);
  const token = await services.livekit.token(grant, identity('viewer'), username, origin);
  return { eventId: event.id, token };
}

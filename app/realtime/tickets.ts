import { z } from 'zod';
import { CREW_ROLES, MEMBER_VIAS } from '../../contract/vocabulary';
import { SignedToken, type SigningKeys } from '../../core/signed-token';
import { type Claims, purpose, withClaims } from '../../db/claims';
import type { Sql } from '../../db/connect';
import { insertSocketTicket, takeSocketTicket } from '../../db/queries/accounts';
import { randomToken, tokenHash } from '../../db/secrets';
import type { TicketAnswer } from '../../contract/messages';

/**
 * From the answer to the handshake is one round trip; 30 s is for a phone that changes networks in between
 * (T17).
 */
const CREW_LIFE_S = 30;
/**
 * Viewers' tickets are used again after each loss of the connection, so that a thousand viewers who come back
 * at once cost no SQL and no extra request (F25). They open nothing that the watch page does not show to
 * anybody.
 */
const VIEWER_LIFE_S = 600;

const EventId = z.uuid();
const CrewClaims = z.union([
  z.object({
    kind: z.literal('member'),
    userId: z.string().nullable(),
    teams: z.array(z.string()),
    name: z.string(),
    via: z.enum(MEMBER_VIAS),
    tokenId: z.string().optional(),
  }),
  z.object({
    kind: z.literal('crew'),
    eventId: EventId,
    role: z.enum(CREW_ROLES),
    linkId: z.string(),
    name: z.string(),
  }),
]);
const CameraClaims = z.object({ kind: z.literal('camera'), eventId: EventId, cameraId: EventId });

/** What a ticket opens: one event for one audience, and by whose rights. */
const Pass = z.discriminatedUnion('audience', [
  z.object({
    audience: z.literal('crew'),
    eventId: EventId,
    actor: CrewClaims,
    /** SHA-256 of the session or crew session, in hexadecimal digits: when it ends, so does the socket. */
    session: z.string().optional(),
  }),
  z.object({ audience: z.literal('camera'), eventId: EventId, actor: CameraClaims }),
]);
/** A viewer has no rights that could end; `viewer` is who presence counts. */
export type Pass = z.infer<typeof Pass> | { audience: 'public'; eventId: string; viewer: string };
export type CameraActor = Extract<Claims, { kind: 'camera' }>;

/** A single-use ticket of a director, another crew member or a camera. Only its hash is stored. */
export async function issueTicket(sql: Sql, pass: z.infer<typeof Pass>): Promise<TicketAnswer> {
  const ticket = randomToken();
  await withClaims(sql, purpose('ticket'), (tx) =>
    insertSocketTicket(tx, { hash: tokenHash(ticket), pass, lifeS: CREW_LIFE_S }),
  );
  return { ticket, expiresInS: CREW_LIFE_S };
}

/**
 * Takes a ticket out of the table: of two who show the same one, one gets in. Null when it is unknown, used
 * or late.
 */
export async function redeemTicket(sql: Sql, ticket: string): Promise<Pass | null> {
  const taken = await withClaims(sql, purpose('ticket'), (tx) => takeSocketTicket(tx, tokenHash(ticket)));
  return Pass.safeParse(taken?.pass).data ?? null;
}

const TICKET = new SignedToken('v1', z.object({ event: EventId, viewer: z.string() }));

/**
 * A viewer's ticket, checked later without the database. `viewer` is random: presence counts distinct ones.
 */
export function signViewerTicket(
  keys: SigningKeys,
  eventId: string,
  viewer: string = randomToken().slice(0, 16),
  now: number = Date.now(),
): TicketAnswer {
  const ticket = TICKET.sign(keys, { event: eventId, viewer }, now + VIEWER_LIFE_S * 1000);
  return { ticket, expiresInS: VIEWER_LIFE_S };
}

/** Null when it is not one of ours, was changed, or its time is over. */
export function checkViewerTicket(keys: SigningKeys, ticket: string, now: number = Date.now()): Pass | null {
  const opened = TICKET.open(keys, ticket, now);
  if (!opened || opened.expired) return null;
  const { event, viewer } = opened.facts;
  return { audience: 'public', eventId: event, viewer };
}

/**
 * Whose ticket is renewed, so that a long match is one viewer and one name in the chat; undefined (a new
 * viewer) for what is no ticket of ours for this event. One that is over still counts: a phone may have slept
 * through its end.
 */
export function viewerToRenew(
  keys: SigningKeys,
  eventId: string,
  ticket: string | undefined,
): string | undefined {
  const facts = ticket === undefined ? null : TICKET.open(keys, ticket)?.facts;
  return facts?.event === eventId ? facts.viewer : undefined;
}

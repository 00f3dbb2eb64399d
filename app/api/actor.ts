import type { AppLoadContext } from '@remix-run/node';
import { AppError } from '../../core/errors';
import { type Authority, findAuthority, mustHave, noSuchEvent, type Right } from '../domain/access';
import type { Member } from '../domain/accounts/sign-in';
import { deviceActor, type Phone } from '../domain/cameras/camera-token';
import type { Speaker } from '../domain/chat/chat-identity';
import type { Crew } from '../domain/crew/crew-links';
import { namesFor, readCookie } from '../http/cookies';
import { checkViewerTicket } from '../realtime/tickets';

export type Viewer = Extract<Speaker, { kind: 'viewer' }>;

/** Who may make a call, and as whom its domain function knows them. */
export interface Actors {
  /** Nobody is asked for; what is given beyond that is looked at by the row itself. */
  anyone: null;
  /** The media server, by its signature over the raw body. */
  livekit: null;
  /** By a viewer's ticket. */
  viewer: Viewer;
  /** By a viewer's ticket, or one of the crew. */
  speaker: Speaker;
  /** By its device cookie. */
  phone: Phone;
  /** A signed-in person, or a token's team. */
  member: Member;
  /** Anyone who belongs to the event: its team or its crew. */
  crew: Member | Crew;
  scorer: Member | Crew;
  moderator: Member | Crew;
  host: Member | Crew;
  assistant: Member | Crew;
  director: Member | Crew;
  owner: Member;
}
export type Who = keyof Actors;

type Asking<T> = (request: Request, context: AppLoadContext, slug: string) => Promise<T>;

/** How each is known. @throws AppError unauthenticated, not_found, forbidden */
export const ASK_WHO: { [W in Who]: Asking<Actors[W]> } = {
  anyone: () => Promise.resolve(null),
  livekit: () => Promise.resolve(null),
  viewer: (request, context) => Promise.resolve(requireViewer(request, context)),
  speaker: async (request, context, slug) =>
    ticketOf(request)
      ? requireViewer(request, context)
      : { kind: 'crew', actor: await requireCrew(request, context, slug) },
  phone: requireCamera,
  member: requireMember,
  crew: requireCrew,
  scorer: (...asked) => requireRight('scorer', ...asked),
  moderator: (...asked) => requireRight('moderator', ...asked),
  host: (...asked) => requireRight('host', ...asked),
  assistant: (...asked) => requireRight('assistant', ...asked),
  director: (...asked) => requireRight('director', ...asked),
  owner: requireOwner,
};

/** What was found of a request, by the event that was asked for; the context is one request's own. */
const known = new WeakMap<AppLoadContext, Map<string, Promise<Authority>>>();

/** Who asks, found once a request and carried by it. */
export function authorityOf(request: Request, context: AppLoadContext, slug?: string): Promise<Authority> {
  const found = known.get(context) ?? new Map<string, Promise<Authority>>();
  known.set(context, found);
  const key = slug ?? '';
  const authority =
    found.get(key) ??
    findAuthority({ sql: poolFor(request, context) }, credentialsOf(request, context, slug), slug);
  found.set(key, authority);
  return authority;
}

/** Commands have their connections to themselves from the first question on, which is who asks (F7). */
function poolFor({ method, url }: Request, { services }: AppLoadContext) {
  const isCommand = method !== 'GET' && new URL(url).pathname.toLowerCase().startsWith('/api/v1/');
  return isCommand ? services.commandSql : services.sql;
}

function credentialsOf(request: Request, context: AppLoadContext, slug: string | undefined) {
  const names = namesFor(request, context.services.instanceId);
  return {
    bearer: bearerOf(request),
    session: readCookie(request, names.session),
    crew: slug === undefined ? null : readCookie(request, names.crew(slug)),
  };
}

function bearerOf(request: Request): string | null {
  const header = request.headers.get('Authorization');
  if (header === null) return null;
  // A header of another kind is no token of ours, and must not fall back to a cookie.
  return /^Bearer +(\S+)$/i.exec(header)?.[1] ?? '';
}

/** A signed-in person or a token's team. @throws AppError unauthenticated */
export async function requireMember(request: Request, context: AppLoadContext): Promise<Member> {
  const { actor } = await authorityOf(request, context);
  if (actor?.kind !== 'member') throw signInFirst();
  return actor;
}

/** Anyone who belongs to the event: its team or its crew. @throws AppError unauthenticated, not_found */
export async function requireCrew(
  request: Request,
  context: AppLoadContext,
  slug: string,
): Promise<Member | Crew> {
  const { actor, event } = await authorityOf(request, context, slug);
  if (!actor) throw signInFirst();
  if (!event) throw noSuchEvent();
  return actor;
}

/** Who of the event's team or crew has a right. @throws AppError unauthenticated, not_found, forbidden */
export async function requireRight(
  right: Right,
  request: Request,
  context: AppLoadContext,
  slug: string,
): Promise<Member | Crew> {
  const actor = await requireCrew(request, context, slug);
  mustHave(right, actor);
  return actor;
}

/** The event's team. @throws AppError unauthenticated, not_found, forbidden */
export async function requireOwner(request: Request, context: AppLoadContext, slug: string): Promise<Member> {
  const actor = await requireCrew(request, context, slug);
  mustHave('owner', actor);
  if (actor.kind !== 'member') throw signInFirst();
  return actor;
}

/** For a page that then asks for a link: what the asker may not do is null, and no error. */
export function orNobody<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof AppError && error.status >= 400 && error.status < 500) return null;
    throw error;
  });
}

/** The phone by its device cookie. @throws AppError unauthenticated */
async function requireCamera(request: Request, context: AppLoadContext): Promise<Phone> {
  const token = deviceToken(request, context);
  const camera = token ? await deviceActor(context.services, token) : null;
  if (camera) return camera;
  throw new AppError('unauthenticated', 'This phone has not joined yet. Scan the QR code or type the code.');
}

export function deviceToken(request: Request, context: AppLoadContext): string | null {
  return readCookie(request, namesFor(request, context.services.instanceId).device);
}

/** A viewer's ticket as a bearer token; null when the request carries none. */
function ticketOf(request: Request): string | null {
  return /^Bearer +(v1\.\S+)$/i.exec(request.headers.get('Authorization') ?? '')?.[1] ?? null;
}

/** The viewer behind a ticket. @throws AppError unauthenticated */
function requireViewer(request: Request, context: AppLoadContext): Viewer {
  const ticket = ticketOf(request);
  const pass = ticket && checkViewerTicket(context.services.secrets.keysFor('viewer-ticket'), ticket);
  if (!pass || pass.audience !== 'public') {
    throw new AppError('unauthenticated', 'Send a viewer’s ticket: Authorization: Bearer TICKET.');
  }
  return { kind: 'viewer', eventId: pass.eventId, viewer: pass.viewer, ip: context.clientIp };
}

function signInFirst(): AppError {
  return new AppError('unauthenticated', 'Sign in first, or send a token: Authorization: Bearer TOKEN.');
}

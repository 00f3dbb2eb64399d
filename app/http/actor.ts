import type { AppLoadContext } from '@remix-run/node';
import { AppError, isAppError } from '../../core/errors';
import type { Claims } from '../../db/claims';
import { eventBySlug, noSuchEvent } from '../domain/access/find';
import { mustModerate } from '../domain/access/rights';
import { type Member, sessionActor, tokenActor } from '../domain/accounts';
import { deviceActor } from '../domain/cameras';
import { type Crew, crewActor as crewOfLink } from '../domain/crew';
import { mustScore } from '../domain/score';
import { namesFor, readCookie } from './cookies';

/**
 * Who asks. A bearer token speaks for itself, and cookies beside it count for nothing; else the session, else
 * the crew cookie of the event. Null: nobody known.
 */
export async function actorFor(
  request: Request,
  context: AppLoadContext,
  slug?: string,
): Promise<Member | Crew | null> {
  const bearer = bearerOf(request);
  if (bearer !== null) return tokenActor(context.services, bearer);
  const member = await sessionMember(request, context);
  if (slug === undefined) return member;
  if (member && (await sees(context, member, slug))) return member;
  return (await crewMember(request, context, slug)) ?? member;
}

/** A signed-in person or a token's team. @throws AppError unauthenticated */
export async function requireMember(request: Request, context: AppLoadContext): Promise<Member> {
  const actor = await actorFor(request, context);
  if (actor?.kind !== 'member') throw signInFirst();
  return actor;
}

/** Anyone who belongs to the event: its team or its crew. @throws AppError unauthenticated, not_found */
export async function requireCrew(
  request: Request,
  context: AppLoadContext,
  slug: string,
): Promise<Member | Crew> {
  const actor = await actorFor(request, context, slug);
  if (!actor) throw signInFirst();
  if (actor.kind === 'member' && !(await sees(context, actor, slug))) throw noSuchEvent();
  return actor;
}

/** Team or director. @throws AppError unauthenticated, not_found, forbidden */
export async function requireDirector(
  request: Request,
  context: AppLoadContext,
  slug: string,
): Promise<Member | Crew> {
  const actor = await requireCrew(request, context, slug);
  if (actor.kind === 'crew' && actor.role !== 'director') {
    throw new AppError('forbidden', 'Only a director may do this. Ask the organiser for a director link.');
  }
  return actor;
}

/** The team, or the host by the host link. @throws AppError unauthenticated, not_found, forbidden */
export async function requireHost(
  request: Request,
  context: AppLoadContext,
  slug: string,
): Promise<Member | Crew> {
  const actor = await requireCrew(request, context, slug);
  if (actor.kind === 'crew' && actor.role !== 'host') {
    throw new AppError('forbidden', 'Only the host may do this. Ask the organiser for the host link.');
  }
  return actor;
}

/** The same, or null where nobody is known who may: for a page that then asks for the link. */
export function hostActor(
  request: Request,
  context: AppLoadContext,
  slug: string,
): Promise<Member | Crew | null> {
  return orNobody(requireHost(request, context, slug));
}

/** Who of the event's team or crew asks; null for everybody else, and where there is no such event. */
export function crewActor(
  request: Request,
  context: AppLoadContext,
  slug: string,
): Promise<Member | Crew | null> {
  return orNobody(requireCrew(request, context, slug));
}

/** What the asker may not do is here no fault. */
function orNobody<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (isAppError(error) && error.status >= 400 && error.status < 500) return null;
    throw error;
  });
}

/**
 * Team, director, moderator or host: who looks after the chat. @throws AppError unauthenticated, not_found,
 * forbidden
 */
export async function requireModerator(
  request: Request,
  context: AppLoadContext,
  slug: string,
): Promise<Member | Crew> {
  const actor = await requireCrew(request, context, slug);
  mustModerate(actor);
  return actor;
}

/** Team, director or scorer: who keeps the score. @throws AppError unauthenticated, not_found, forbidden */
export async function requireScorer(
  request: Request,
  context: AppLoadContext,
  slug: string,
): Promise<Member | Crew> {
  const actor = await requireCrew(request, context, slug);
  mustScore(actor);
  return actor;
}

/** The event's team. @throws AppError unauthenticated, not_found, forbidden */
export async function requireOwner(request: Request, context: AppLoadContext, slug: string): Promise<Member> {
  const actor = await requireCrew(request, context, slug);
  if (actor.kind !== 'member') {
    throw new AppError(
      'forbidden',
      'Only the owner of the event may do this. Sign in with an account of its team.',
    );
  }
  return actor;
}

/** The phone by its device cookie. @throws AppError unauthenticated */
export async function requireCamera(
  request: Request,
  context: AppLoadContext,
): Promise<Extract<Claims, { kind: 'camera' }>> {
  const token = deviceToken(request, context);
  const camera = token ? await deviceActor(context.services, token) : null;
  if (!camera)
    throw new AppError(
      'unauthenticated',
      'This phone has not joined yet. Scan the QR code or type the code.',
    );
  return camera;
}

export function deviceToken(request: Request, context: AppLoadContext): string | null {
  return readCookie(request, namesFor(request, context.services.instanceId).device);
}

function bearerOf(request: Request): string | null {
  const header = request.headers.get('Authorization');
  if (header === null) return null;
  // A header of another kind is no token of ours, and must not fall back to a cookie.
  return /^Bearer +(\S+)$/i.exec(header)?.[1] ?? '';
}

async function sessionMember(request: Request, context: AppLoadContext): Promise<Member | null> {
  const token = readCookie(request, namesFor(request, context.services.instanceId).session);
  return token ? sessionActor(context.services, token) : null;
}

async function crewMember(request: Request, context: AppLoadContext, slug: string): Promise<Crew | null> {
  const token = readCookie(request, namesFor(request, context.services.instanceId).crew(slug));
  return token ? crewOfLink(context.services, token, slug) : null;
}

async function sees(context: AppLoadContext, actor: Member, slug: string): Promise<boolean> {
  return eventBySlug(context.services, actor, slug).then(
    () => true,
    (error: unknown) => {
      if (isAppError(error) && error.code === 'not_found') return false;
      throw error;
    },
  );
}

function signInFirst(): AppError {
  return new AppError('unauthenticated', 'Sign in first, or send a token: Authorization: Bearer TOKEN.');
}

import { stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../core/errors';
import { SignedToken } from '../../core/signed-token';
import { isId } from '../../core/text';
import { type Claims, purpose, withClaims } from '../../db/claims';
import { findOpenToken, teamsOfUsers } from '../../db/queries/accounts';
import { findOpenLink } from '../../db/queries/crew';
import { findRecording, readRecordings, type RecordingRow } from '../../db/queries/recordings';
import type { SecretBox } from '../../db/secrets';
import { LIMITS } from '../config/limits';
import type { Services } from '../services';
import { eventIn } from './access';
import { tokenClaims } from './accounts/api-token';
import { claimsOf } from './crew/crew-links';

/** A part of a recording in the API. */
export interface RecordingAnswer {
  id: string;
  startedAt: string;
  endedAt: string | null;
  bytes: number;
  /** Short-lived. */
  url: string;
}

/** Recordings of an event with addresses that are valid for some minutes. For its crew. */
export async function listRecordings(
  services: Pick<Services, 'sql' | 'secrets'>,
  actor: Claims,
  slug: string,
  origin: string,
): Promise<RecordingAnswer[]> {
  const exp = Math.floor(Date.now() / 1000) + LIMITS.recordingUrlMinutes * 60;
  return withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    const holder = holderOf(actor);
    return (await readRecordings(tx, event.id)).map(({ id, startedAt, endedAt, bytes }) => ({
      id,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      bytes,
      url: `${origin}${recordingPath(services.secrets, { recording: id, exp, holder })}`,
    }));
  });
}

export interface RecordingFile {
  path: string;
  /** Of the event, its day and the part, to be found again among other downloads. */
  name: string;
  /** The same in ASCII. */
  asciiName: string;
}

/**
 * The file behind a signed address, if who got the address may still have it: a viewer while the recording is
 * published, a crew member while their link is valid, the team while they belong to it.
 *
 * @throws AppError not_found, the same for a wrong or expired signature, a right that has ended and a deleted
 * recording
 */
export async function recordingFile(
  services: Pick<Services, 'sql' | 'secrets' | 'env'>,
  id: string,
  exp: number,
  sig: string,
): Promise<RecordingFile> {
  const gone = () =>
    new AppError('not_found', 'This address of a recording is over. Open the recording again from the desk.');
  const holder = isId(id) && exp * 1000 >= Date.now() && holderIn(services.secrets, id, exp, sig);
  const claims = holder && (await claimsNow(services, holder));
  const row = claims && (await withClaims(services.sql, claims, (tx) => findRecording(tx, id)));
  const path = row && pathOf(services.env.dataDir, row);
  const facts = path ? await stat(path).catch(() => null) : null;
  if (!row || !path || !facts?.isFile()) throw gone();
  return { path, ...namesOf(row) };
}

/** Null for a path outside the event's own folder (safety T21). */
function pathOf(dataDir: string, row: RecordingRow): string | null {
  const root = resolve(dataDir, 'recordings');
  const path = resolve(root, row.file);
  return path.startsWith(resolve(root, row.eventId) + sep) ? path : null;
}

/** A file name has at most 255 bytes, a character up to four. */
const TITLE_CHARACTERS = 50;
/** What Windows or a shell does not take in a name, and what changes the direction of writing. */
const UNFIT = /[\p{Cc}"*/:<>?\\|\u202A-\u202E\u2066-\u2069]+/gu;

/** Of a download. */
export function namesOf({
  title,
  slug,
  part,
  file,
  startedAt,
}: Pick<RecordingRow, 'title' | 'slug' | 'part' | 'file' | 'startedAt'>): Omit<RecordingFile, 'path'> {
  // By the server's clock, whose time zone is that of the event more often than Greenwich's.
  const day = startedAt.toLocaleDateString('sv');
  const ending = /\.[a-z0-9]{1,5}$/.exec(file)?.[0] ?? '';
  const event = [...title.replaceAll(UNFIT, ' ').replaceAll(/ +/g, ' ')]
    .slice(0, TITLE_CHARACTERS)
    .join('')
    .trim();
  return {
    name: `${event} ${day} part ${part}${ending}`,
    asciiName: `${slug}-${day}-${part}${ending}`,
  };
}

/** Whom an address was given to: their right to it is checked again at each request. */
const Holder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('viewer') }),
  z.object({ kind: z.literal('link'), id: z.uuid() }),
  z.object({ kind: z.literal('user'), id: z.uuid() }),
  z.object({ kind: z.literal('token'), id: z.uuid() }),
]);
export type Holder = z.infer<typeof Holder>;

/** Who has no link, account or token gets what anybody may have. */
function holderOf(actor: Claims): Holder {
  if (actor.kind === 'crew') return { kind: 'link', id: actor.linkId };
  if (actor.kind === 'member' && actor.userId !== null) return { kind: 'user', id: actor.userId };
  if (actor.kind === 'member' && actor.tokenId !== undefined) return { kind: 'token', id: actor.tokenId };
  return { kind: 'viewer' };
}

/** What the holder may read now; null when their link or token has ended. */
async function claimsNow({ sql }: Pick<Services, 'sql'>, holder: Holder): Promise<Claims | null> {
  switch (holder.kind) {
    case 'viewer':
      return { kind: 'viewer' };
    case 'link': {
      const link = await withClaims(sql, purpose('crew_link'), (tx) => findOpenLink(tx, holder.id));
      return link && claimsOf(link);
    }
    case 'token': {
      const token = await withClaims(sql, purpose('api_token'), (tx) => findOpenToken(tx, holder.id));
      return token && tokenClaims(token);
    }
    case 'user': {
      const teams = await withClaims(sql, purpose('session'), (tx) => teamsOfUsers(tx, [holder.id]));
      const present = [...(teams.get(holder.id) ?? [])];
      return { kind: 'member', userId: holder.id, teams: present, name: '', via: 'session' };
    }
  }
}

const PURPOSE = 'recording-address';
const Facts = z.object({ recording: z.string(), exp: z.number(), holder: Holder });
const ADDRESS = new SignedToken('r2', Facts);

/**
 * The path of a recording for its holder until `exp`, in seconds since 1970. Without any cookie, so that a
 * player or a download manager can fetch it too.
 */
export function recordingPath(secrets: SecretBox, facts: z.infer<typeof Facts>): string {
  const sig = ADDRESS.sign(secrets.keysFor(PURPOSE), facts);
  return `/recordings/${facts.recording}?exp=${facts.exp}&sig=${sig}`;
}

/** Whom a signature names for this recording and end; null for one that is not ours. */
export function holderIn(secrets: SecretBox, id: string, exp: number, sig: string): Holder | null {
  const signed = ADDRESS.open(secrets.keysFor(PURPOSE), sig)?.facts;
  return signed?.recording === id && signed.exp === exp ? signed.holder : null;
}

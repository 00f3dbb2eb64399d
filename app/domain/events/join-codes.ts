import { randomBytes } from 'node:crypto';
import { AppError } from '../../../core/errors';
import { joinCodeFrom } from '../../../core/join-code';
import { type Claims, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import type { EventRow } from '../../../db/queries/events';
import { deleteJoinSecrets, findJoinSecrets, putJoinSecrets } from '../../../db/queries/cameras';
import { writeLog } from '../../../db/queries/logs';
import { openOrNull, type SecretBox, tokenHash } from '../../../db/secrets';
import type { Services } from '../../services';
import { actorName, eventBySlug, eventIn, mustDirect } from '../access';
import { change } from '../change';
import { readHostPath, writeLink } from '../crew/crew-links';
import { writeHost } from '../shows/host-token';

type Db = Pick<Services, 'sql' | 'secrets'>;

/** 128 bits (safety T1), in the fragment of the address, which browsers never send. */
const SECRET_BYTES = 16;
/** Codes have 40 bits, so two events rarely get the same one, and a few attempts are enough. */
const ATTEMPTS = 5;

export interface JoinCodes {
  /** Null once it has expired; the secret does not expire. */
  code: string | null;
  secret: string;
  /** Path and fragment of the address in the QR code. */
  joinPath: string;
}

export const codeHash = (secrets: SecretBox, code: string) => secrets.lookupHash('join-code', code);
/** With every accepted root key: a printed code stays valid while the key is rotated. */
export const codeHashes = (secrets: SecretBox, code: string) => secrets.lookupHashes('join-code', code);
export const codeRow = (eventId: string) => `join-code:${eventId}`;
export const joinSecretRow = (eventId: string) => `join-secret:${eventId}`;

/**
 * Gives the event a new code and a new QR secret. The old ones are invalid from now on; cameras that joined
 * stay.
 */
export async function writeCodes(tx: Tx, secrets: SecretBox, eventId: string): Promise<JoinCodes> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const code = joinCodeFrom(randomBytes(8));
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const written = await putJoinSecrets(tx, {
      eventId,
      codeHash: codeHash(secrets, code),
      codeSealed: secrets.seal(codeRow(eventId), code),
      secretHash: tokenHash(secret),
      secretSealed: secrets.seal(joinSecretRow(eventId), secret),
    });
    if (written) return { code, ...access(code, secret) };
  }
  throw new Error('No free join code was found.');
}

/** For the crew; null where there are none, or where this server's secrets key cannot open them. */
export async function readCodes(tx: Tx, secrets: SecretBox, eventId: string): Promise<JoinCodes | null> {
  const sealed = await findJoinSecrets(tx, eventId);
  if (!sealed) return null;
  const code = openOrNull(secrets, codeRow(eventId), sealed.codeSealed);
  const secret = openOrNull(secrets, joinSecretRow(eventId), sealed.secretSealed);
  if (code === null || secret === null) return null;
  return { code: sealed.codeValid ? code : null, ...access(code, secret) };
}

/** @throws AppError not_found; conflict where the codes are closed or cannot be opened */
export async function joinCodes(
  services: Db,
  actor: Claims,
  slug: string,
  origin: string,
): Promise<{ code: string | null; secret: string; joinUrl: string }> {
  return withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    mustBeMatch(event);
    mustDirect(actor);
    const found = await readCodes(tx, services.secrets, event.id);
    if (!found)
      throw new AppError(
        'conflict',
        "The codes of this event are closed, or cannot be read with this server's secrets key. Renew them.",
      );
    return { code: found.code, secret: found.secret, joinUrl: origin + found.joinPath };
  });
}

/** New code and QR secret; the printed ones become invalid. Cameras that joined stay (T2). */
export async function renewCodes(
  services: Db & Pick<Services, 'doorbell'>,
  actor: Claims,
  slug: string,
  origin: string,
): Promise<{ code: string | null; secret: string; joinUrl: string }> {
  const event = await eventBySlug(services, actor, slug);
  mustDirect(actor);
  mustBeMatch(event);
  const { value } = await change(services, actor, event.id, ['event', 'log'], async (tx) => {
    await writeLog(tx, event.id, { kind: 'codes', text: `${actorName(actor)} renewed the join codes.` });
    return writeCodes(tx, services.secrets, event.id);
  });
  return { code: value.code, secret: value.secret, joinUrl: origin + value.joinPath };
}

/** No phone joins until somebody renews them. Cameras that joined stay. */
export async function closeCodes(
  services: Pick<Services, 'sql' | 'doorbell'>,
  actor: Claims,
  slug: string,
): Promise<void> {
  const event = await eventBySlug(services, actor, slug);
  mustDirect(actor);
  mustBeMatch(event);
  await change(services, actor, event.id, ['event', 'log'], async (tx) => {
    await writeLog(tx, event.id, { kind: 'codes', text: `${actorName(actor)} closed the join codes.` });
    await deleteJoinSecrets(tx, event.id);
  });
}

function mustBeMatch({ kind }: Pick<EventRow, 'kind'>): void {
  if (kind === 'match') return;
  throw new AppError('conflict', 'A show has no codes for phones. Its host comes in by the host link.');
}

/** In the address the secret counts, so that a code in it need not be valid any more. */
function access(code: string, secret: string): Omit<JoinCodes, 'code'> {
  return { secret, joinPath: `/join/${code}#${secret}` };
}

/** How those who film enter an event: phones of a match with its codes, the host of a show with a link. */
export interface FilmingAccess {
  codes: JoinCodes | null;
  /** Path and fragment. */
  hostPath: string | null;
}

type Event = Pick<EventRow, 'id' | 'slug' | 'kind'>;

/** For a new event; a show also gets its host. */
export async function writeFilmingAccess(
  tx: Tx,
  secrets: SecretBox,
  event: Event,
  hostName: string | undefined,
): Promise<FilmingAccess> {
  if (event.kind === 'match') return { codes: await writeCodes(tx, secrets, event.id), hostPath: null };
  await writeHost(tx, event.id, hostName);
  const link = await writeLink(tx, secrets, event, { role: 'host', ...(hostName && { label: hostName }) });
  return { codes: null, hostPath: link.path };
}

/** Only for those who may pass it on. */
export async function readFilmingAccess(tx: Tx, secrets: SecretBox, event: Event): Promise<FilmingAccess> {
  if (event.kind === 'match') return { codes: await readCodes(tx, secrets, event.id), hostPath: null };
  return { codes: null, hostPath: await readHostPath(tx, secrets, event) };
}

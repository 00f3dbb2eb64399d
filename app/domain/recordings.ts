import { stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../core/errors';
import { SignedToken } from '../../core/signed-token';
import { isId } from '../../core/text';
import { type Claims, purpose, withClaims } from '../../db/claims';
import { findRecording, readRecordings, type RecordingRow } from '../../db/queries/recordings';
import type { SecretBox } from '../../db/secrets';
import { LIMITS } from '../config/limits';
import type { Services } from '../services';
import { eventIn } from './access/find';

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
    return (await readRecordings(tx, event.id)).map(({ id, startedAt, endedAt, bytes }) => ({
      id,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      bytes,
      url: `${origin}/recordings/${id}?exp=${exp}&sig=${signRecording(services.secrets, id, exp)}`,
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
 * The file behind a signed address.
 *
 * @throws AppError not_found, the same for a wrong or expired signature and for a deleted recording
 */
export async function recordingFile(
  services: Pick<Services, 'sql' | 'secrets' | 'env'>,
  id: string,
  exp: number,
  sig: string,
): Promise<RecordingFile> {
  const gone = () =>
    new AppError('not_found', 'This address of a recording is over. Open the recording again from the desk.');
  if (!isId(id) || exp * 1000 < Date.now() || !signatureFits(services.secrets, id, exp, sig)) throw gone();
  const row = await withClaims(services.sql, purpose('reconcile'), (tx) => findRecording(tx, id));
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

function namesOf({ title, slug, part, file, startedAt }: RecordingRow): Omit<RecordingFile, 'path'> {
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

const PURPOSE = 'recording-address';
const ADDRESS = new SignedToken('r1', z.object({ recording: z.string(), exp: z.number() }));

/**
 * Signs that a recording may be fetched until `exp`, in seconds since 1970. The address alone is enough to
 * fetch it.
 */
export function signRecording(secrets: SecretBox, id: string, exp: number): string {
  return ADDRESS.sign(secrets.keysFor(PURPOSE), { recording: id, exp });
}

export function signatureFits(secrets: SecretBox, id: string, exp: number, sig: string): boolean {
  const signed = ADDRESS.open(secrets.keysFor(PURPOSE), sig)?.facts;
  return signed?.recording === id && signed.exp === exp;
}

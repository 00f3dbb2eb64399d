import type { OpenStatus, PhoneJoin } from '../../../contract/vocabulary';
import { limitKey } from '../../../core/address';
import { AppError } from '../../../core/errors';
import { normaliseJoinCode } from '../../../core/join-code';
import { purpose, withClaims } from '../../../db/claims';
import { findOpenEvent, type OpenDoor } from '../../../db/queries/join-secrets';
import { tokenHash } from '../../../db/secrets';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { codeHashes } from '../events/codes';
import { type Counted, giveBack, takeLimits } from '../limits';

type Db = Pick<Services, 'sql' | 'secrets'>;

/** What a person typed, or what the QR code carries; the QR's secret counts where both are there. */
export interface JoinCredential {
  code?: string | undefined;
  secret?: string | undefined;
}

export type JoinTarget = OpenDoor & { by: PhoneJoin };

/**
 * The open event behind a code or a QR secret. Wrong, renewed and closed ones get one answer that takes one
 * time: a hash, and a look-up by it (safety T1). Wrong attempts are counted by address and over all; right
 * ones are given back, so a team of twelve phones behind one router is not held up.
 *
 * @throws AppError not_found, rate_limited
 */
export async function resolveJoin(services: Db, key: JoinCredential, ip: string): Promise<JoinTarget> {
  const counted = limitsFor(key, ip);
  await takeLimits(services, counted).catch(pauseWords);
  const by = key.secret === undefined ? 'code' : 'secret';
  const hashes =
    key.secret === undefined
      ? codeHashes(services.secrets, normaliseJoinCode(key.code ?? '') ?? '')
      : [tokenHash(key.secret)];
  const door = await withClaims(services.sql, purpose('join'), (tx) => findOpenEvent(tx, by, hashes));
  if (!door) {
    throw new AppError(
      'not_found',
      'This code is not valid. Check it, or ask the organiser for the present one.',
    );
  }
  await giveBack(services, counted);
  return { ...door, by: by === 'secret' ? 'qr' : 'code' };
}

/**
 * Attempts are counted before they are tried, so that many at once are counted too. A QR secret of 128 bits
 * cannot be guessed: its limit only keeps a guesser from costing anything, and lets a whole team scan at the
 * same moment.
 */
function limitsFor(key: JoinCredential, ip: string): Counted[] {
  const perHour = { key: limitKey(ip), limit: LIMITS.joinPerHour };
  if (key.secret !== undefined) return [perHour];
  return [
    { key: limitKey(ip), limit: LIMITS.joinPerMinute },
    perHour,
    { key: 'all', limit: LIMITS.joinGlobalPerMinute },
  ];
}

/** For the page that asks for a camera's name next: which event the code opens. */
export async function checkCode(
  services: Db,
  key: JoinCredential,
  ip: string,
): Promise<{ title: string; slug: string; status: OpenStatus }> {
  const { title, slug, status } = await resolveJoin(services, key, ip);
  return { title, slug, status };
}

function pauseWords(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'rate_limited') throw error;
  throw new AppError('rate_limited', `Too many wrong codes. ${error.message.replace(/^[^.]*\. /, '')}`, {
    ...(error.retryAfterS === undefined ? {} : { retryAfterS: error.retryAfterS }),
  });
}

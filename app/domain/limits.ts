import { AppError } from '../../core/errors';
import { purpose, withClaims } from '../../db/claims';
import { forgetOldWindows, giveBackHits, takeHits } from '../../db/queries/rate-limits';
import type { Rate } from '../config/limits';
import type { Services } from '../services';

/** A limit, and the key it is counted for, such as an address. */
export interface Counted {
  key: string;
  limit: Rate;
}

type Db = Pick<Services, 'sql'>;

/** @throws AppError rate_limited with the seconds until the window ends */
export async function takeLimit(services: Db, key: string, limit: Rate): Promise<void> {
  await takeLimits(services, [{ key, limit }]);
}

/**
 * Counts one hit of each in the given order, whatever the result of the attempt, and refuses at the first
 * limit that is exceeded. Put limits of one caller first: a caller refused by one does not use up shared
 * limits.
 */
export async function takeLimits(services: Db, counted: Counted[]): Promise<void> {
  const left = await withClaims(services.sql, purpose('limits'), (tx) => takeHits(tx, counted.map(asHit)));
  if (left === null) return;
  const retryAfterS = Math.max(1, Math.ceil(left));
  throw new AppError('rate_limited', `Too many attempts. Try again in ${inWords(retryAfterS)}.`, {
    retryAfterS,
  });
}

/** Takes the hits back after a success, so that only failed attempts count. */
export async function giveBack(services: Db, counted: Counted[]): Promise<void> {
  await withClaims(services.sql, purpose('limits'), (tx) =>
    giveBackHits(
      tx,
      counted.map((one) => asHit(one).key),
    ),
  );
}

/** Deletes rows of expired windows. */
export async function sweepLimits(services: Db): Promise<void> {
  await withClaims(services.sql, purpose('limits'), forgetOldWindows);
}

function asHit({ key, limit }: Counted) {
  return { key: `${limit.name}:${key}`, windowS: limit.windowS, allowed: limit.hits };
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

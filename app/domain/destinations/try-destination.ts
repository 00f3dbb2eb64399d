import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { DestinationTestResult } from '../../../contract/destinations';
import { AppError } from '../../../core/errors';
import { type Claims, withClaims } from '../../../db/claims';
import { readTest, requestTest, withdrawTest } from '../../../db/queries/destination-tests';
import { findDestinationRow } from '../../../db/queries/destinations';
import { findDestination } from '../../../plugins/destinations';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { eventBySlug, mustDirect } from '../access';
import { takeLimit } from '../limits';

/** Engines poll twice a second; a test not taken by then means that none runs, or that it is not its turn. */
const TAKEN_WITHIN_MS = 4_000;
/**
 * Name, connection, acceptance and a moment to see whether it lasts take ten seconds at most; with pictures,
 * 23.
 */
const DONE_WITHIN_MS = 14_000;
const PICTURES_DONE_WITHIN_MS = 28_000;
const LOOK_EVERY_MS = 200;

/**
 * Has an engine connect to a destination's server up to the point where pictures would follow, or also send
 * ten seconds of slate, and returns the result.
 *
 * @param pictures whether slate is sent; some protocols cannot be tried without
 * @throws AppError conflict while it is on the air or tested already, and when the tests of others take too
 *   long; unavailable when no engine answers
 */
export async function testDestination(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
  id: string,
  pictures: boolean,
): Promise<DestinationTestResult> {
  const event = await eventBySlug(services, actor, slug);
  mustDirect(actor);
  const testId = randomUUID();
  await takeLimit(services, event.id, LIMITS.destinationTestsPerMinute);
  const sent = await withClaims(services.sql, actor, async (tx) => {
    const row = await findDestinationRow(tx, event.id, id);
    if (!row) throw new AppError('not_found', 'There is no such destination.');
    if (event.status === 'live' && row.enabled) {
      // A second connection under one key would throw the first one out on some platforms.
      throw new AppError(
        'conflict',
        'It is on the air: its state says how it does. Stop it first to test it.',
      );
    }
    const sends = pictures || findDestination(row.plugin)?.test.pictures === 'always';
    const test = { eventId: event.id, destinationId: id, asked: testId, pictures: sends };
    if (!(await requestTest(tx, test)))
      throw new AppError('conflict', 'It is being tested already. Wait for what comes of it.');
    return sends;
  });
  return resultOf(services, actor, { id, testId, withinMs: sent ? PICTURES_DONE_WITHIN_MS : DONE_WITHIN_MS });
}

async function resultOf(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  { id, testId, withinMs }: { id: string; testId: string; withinMs: number },
): Promise<DestinationTestResult> {
  const beganMs = performance.now();
  /** Since when an engine could have taken it. */
  let freeMs = beganMs;
  for (;;) {
    await wait(LOOK_EVERY_MS);
    const test = await withClaims(services.sql, actor, (tx) => readTest(tx, id, testId));
    if (test?.result) return test.result;
    if (!test) throw new AppError('conflict', 'It was changed or tested again meanwhile. Test it once more.');
    const nowMs = performance.now();
    if (test.taken || test.queued) freeMs = nowMs;
    if (nowMs - beganMs <= withinMs && nowMs - freeMs <= TAKEN_WITHIN_MS) continue;
    await withClaims(services.sql, actor, (tx) => withdrawTest(tx, id, testId));
    if (test.queued)
      throw new AppError(
        'conflict',
        'Other destinations are being tested. Wait for them, then test it again.',
      );
    throw new AppError(
      'unavailable',
      'The engine does not answer, so nothing could be tested. See engine.log, or restart Touchline.',
    );
  }
}

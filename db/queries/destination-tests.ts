import type { TestStage } from '../../contract/vocabulary';
import { DestinationTestResult } from '../../contract/destinations';
import type { EventTx } from '../commit';
import type { Tx } from '../connect';
import type { SealedDestination } from './destinations';
import { raiseSeq } from './switching';

/**
 * Seconds after which an engine that took a test counts as dead. A test without pictures takes ten seconds at
 * most.
 */
const LOST_AFTER_S = 15;
/** Seconds; a test with pictures takes 23 at most, and nobody waits longer than this for any. */
const STALE_AFTER_S = 30;

/** An engine says twice a second that a test will have its turn. */
const QUEUED_FOR_S = 2;

/**
 * Replaces the test of a destination by a new one. `asked` identifies its result.
 * @returns false while another one is running
 */
export async function requestTest(
  tx: Tx,
  test: { eventId: string; destinationId: string; asked: string; pictures: boolean },
): Promise<boolean> {
  const { eventId, destinationId, asked, pictures } = test;
  const rows = await tx`
    insert into destination_tests as t (destination_id, event_id, asked, pictures)
    values (${destinationId}, ${eventId}, ${asked}, ${pictures})
    on conflict (destination_id) do update set
      asked = excluded.asked, pictures = excluded.pictures, asked_at = now(), taken_at = null, result = null, done_at = null,
      stage = null, stage_at = null
    where t.done_at is not null or t.taken_at is null or t.taken_at < now() - make_interval(secs => ${STALE_AFTER_S})
    returning 1`;
  return rows.length > 0;
}

export interface AskedTest {
  /** An engine runs it. */
  taken: boolean;
  /** An engine has others to run first, perhaps of other events. */
  queued: boolean;
  /** Null before it has ended. */
  result: DestinationTestResult | null;
}

/** Null once another test of the destination was requested, or its address or key changed. */
export async function readTest(tx: Tx, destinationId: string, asked: string): Promise<AskedTest | null> {
  const [row] = await tx<(Omit<AskedTest, 'result'> & { result: unknown })[]>`
    select taken_at is not null as taken, result,
      taken_at is null and coalesce(stage_at > now() - make_interval(secs => ${QUEUED_FOR_S}), false) as queued
    from destination_tests where destination_id = ${destinationId} and asked = ${asked}`;
  if (!row) return null;
  const { result, ...rest } = row;
  return { ...rest, result: result === null ? null : DestinationTestResult.parse(result) };
}

/** Nobody waits for it any more: an engine that is free later would send for nothing. */
export async function withdrawTest(tx: Tx, destinationId: string, asked: string): Promise<void> {
  await tx`
    delete from destination_tests
    where destination_id = ${destinationId} and asked = ${asked} and taken_at is null`;
}

/** Deletes the result for another address or key. */
export async function forgetTest(tx: Tx, destinationId: string): Promise<void> {
  await tx`delete from destination_tests where destination_id = ${destinationId}`;
}

/** A test and its destination. */
export interface TakenTest extends SealedDestination {
  eventId: string;
  asked: string;
  pictures: boolean;
  title: string;
  eventSettings: unknown;
}

/**
 * Takes the oldest test that no engine runs; null when there is none. For an engine.
 * @param pictures also one that sends pictures
 */
export async function takeTest(tx: Tx, pictures: boolean): Promise<TakenTest | null> {
  const [row] = await tx<TakenTest[]>`
    with taken as (
      update destination_tests set taken_at = now()
      where destination_id = (
        select t.destination_id from destination_tests t
        where t.done_at is null and t.asked_at > now() - make_interval(secs => ${STALE_AFTER_S})
          and (t.taken_at is null
            or not t.pictures and t.taken_at < now() - make_interval(secs => ${LOST_AFTER_S}))
          and (${pictures} or not t.pictures)
        order by t.asked_at limit 1 for update skip locked)
      returning destination_id, event_id, asked, pictures)
    select d.id, t.event_id as "eventId", t.asked, t.pictures, d.plugin, d.label, d.settings, d.enabled, d.tries, d.server,
      (select coalesce(jsonb_object_agg(s.name, encode(s.sealed, 'base64')), '{}')
       from destination_secrets s where s.destination_id = d.id) as sealed,
      e.title, e.settings as "eventSettings"
    from taken t join destinations d on d.id = t.destination_id join events e on e.id = t.event_id`;
  return row ?? null;
}

/** Says of the tests that wait while this engine runs others that they will have their turn. */
export async function keepQueued(tx: Tx): Promise<void> {
  await tx`
    update destination_tests set stage_at = now()
    where done_at is null and taken_at is null and asked_at > now() - make_interval(secs => ${STALE_AFTER_S})`;
}

/**
 * Stores the progress of a test. `wanted` is false once it should end: the destination changed, or goes on
 * the air.
 */
export async function saveTestProgress(
  tx: EventTx,
  test: Pick<TakenTest, 'id' | 'eventId' | 'asked'>,
  stage: TestStage,
): Promise<{ wanted: boolean }> {
  const [row] = await tx<{ changed: boolean }[]>`
    select t.stage is distinct from ${stage} as changed
    from destination_tests t join destinations d on d.id = t.destination_id join events e on e.id = t.event_id
    where t.destination_id = ${test.id} and t.asked = ${test.asked} and not (e.status = 'live' and d.enabled)`;
  if (!row?.changed) return { wanted: row !== undefined };
  await tx`
    update destination_tests set stage = ${stage}, stage_at = now()
    where destination_id = ${test.id} and asked = ${test.asked}`;
  await raiseSeq(tx, test.eventId, ['destinations']);
  return { wanted: true };
}

/** Stores the result, unless another test was requested meanwhile. */
export async function finishTest(
  tx: EventTx,
  test: Pick<TakenTest, 'id' | 'eventId' | 'asked'>,
  result: DestinationTestResult,
): Promise<void> {
  const done = await tx`
    update destination_tests set result = ${tx.json(result)}, done_at = now()
    where destination_id = ${test.id} and asked = ${test.asked}`;
  if (done.count > 0) await raiseSeq(tx, test.eventId, ['destinations']);
}

import { DestinationTestResult } from '../../core/destination-test';
import type { Tx } from '../connect';

/** Who took a test and has not answered after this has died. A test takes ten seconds at most. */
const LOST_AFTER_S = 15;
/** Nobody waits for it any more. */
const STALE_AFTER_S = 30;

/** A new test of a destination in place of the one before. `asked` tells its answer from an older one's. */
export async function askForTest(
  tx: Tx,
  eventId: string,
  destinationId: string,
  asked: string,
): Promise<void> {
  await tx`
    insert into destination_tests (destination_id, event_id, asked) values (${destinationId}, ${eventId}, ${asked})
    on conflict (destination_id) do update set
      asked = excluded.asked, asked_at = now(), taken_at = null, result = null, done_at = null`;
}

/** Null while nobody has answered; `taken` once an engine is at it. */
export async function readTest(
  tx: Tx,
  destinationId: string,
  asked: string,
): Promise<{ taken: boolean; result: DestinationTestResult | null } | null> {
  const [row] = await tx<{ taken: boolean; result: unknown }[]>`
    select taken_at is not null as taken, result from destination_tests
    where destination_id = ${destinationId} and asked = ${asked}`;
  if (!row) return null;
  return { taken: row.taken, result: row.result === null ? null : DestinationTestResult.parse(row.result) };
}

/** What was found out about another address or key is worth nothing. */
export async function forgetTest(tx: Tx, destinationId: string): Promise<void> {
  await tx`delete from destination_tests where destination_id = ${destinationId}`;
}

export interface TakenTest {
  destinationId: string;
  eventId: string;
  asked: string;
  plugin: string;
  settings: Record<string, string>;
  sealed: Uint8Array | null;
  eventSettings: unknown;
}

/** Takes the oldest test that nobody is at; null when there is none. For an engine. */
export async function takeTest(tx: Tx): Promise<TakenTest | null> {
  const [row] = await tx<TakenTest[]>`
    with taken as (
      update destination_tests set taken_at = now()
      where destination_id = (
        select destination_id from destination_tests
        where done_at is null and asked_at > now() - make_interval(secs => ${STALE_AFTER_S})
          and (taken_at is null or taken_at < now() - make_interval(secs => ${LOST_AFTER_S}))
        order by asked_at limit 1 for update skip locked)
      returning destination_id, event_id, asked)
    select t.destination_id as "destinationId", t.event_id as "eventId", t.asked, d.plugin, d.settings, s.sealed,
      e.settings as "eventSettings"
    from taken t join destinations d on d.id = t.destination_id join events e on e.id = t.event_id
    left join destination_secrets s on s.destination_id = d.id and s.name = 'streamKey'`;
  return row ?? null;
}

/** Writes the answer, unless another test was asked for meanwhile. @returns the event's new seq, or null */
export async function finishTest(
  tx: Tx,
  test: TakenTest,
  result: DestinationTestResult,
): Promise<number | null> {
  const done = await tx`
    update destination_tests set result = ${tx.json(result)}, done_at = now()
    where destination_id = ${test.destinationId} and asked = ${test.asked}`;
  if (done.count === 0) return null;
  const [row] = await tx<
    { seq: number | null }[]
  >`select bump_event(${test.eventId}, ${['destinations']}) as seq`;
  return row?.seq ?? null;
}

import type { JSONValue } from 'postgres';
import type { Topic, SwitchKind, SwitchSource, Transition } from '../../contract/vocabulary';
import { type EventTx, noteChange } from '../commit';
import type { Tx } from '../connect';
import type { EventRow } from './events';

/** An event's program, as switching needs it. */
export interface ProgramRow extends Pick<
  EventRow,
  'status' | 'seq' | 'programSeq' | 'onAir' | 'preview' | 'layout' | 'faded'
> {
  eventId: string;
}

/**
 * Raises `events.seq`, the counter that orders everything of an event, and records the topics that changed.
 * Holds the event's row lock until the end of the transaction, so the order of seq is the order of commits.
 * @returns the new seq; null where there is no such event or the claims may not change it
 */
export async function raiseSeq(tx: EventTx, eventId: string, topics: Topic[]): Promise<number | null> {
  const [row] = await tx<{ seq: number | null }[]>`select bump_event(${eventId}, ${topics}::text[]) as seq`;
  const seq = row?.seq ?? null;
  if (seq !== null) noteChange(tx, eventId, seq);
  return seq;
}

/** The program, locked: cuts of one event are serialized, and their order is the order of seq. */
export async function lockProgram(tx: Tx, slug: string): Promise<ProgramRow | null> {
  const [row] = await tx<ProgramRow[]>`
    select id as "eventId", status, seq, program_seq as "programSeq", on_air as "onAir", preview, layout, faded
    from events where lower(slug) = lower(${slug}) for update`;
  return row ?? null;
}

/** `programSeq`, with the row locked like that of `lockProgram`; null where there is no such event. */
export async function lockProgramSeq(tx: Tx, eventId: string): Promise<number | null> {
  const [row] = await tx<{ seq: number }[]>`
    select program_seq as seq from events where id = ${eventId} for update`;
  return row?.seq ?? null;
}

/** The seq of an earlier request with this id, or null. */
export async function findRequest(tx: Tx, eventId: string, requestId: string): Promise<number | null> {
  const [row] = await tx<{ seq: number }[]>`
    select seq from switch_logs where event_id = ${eventId} and request_id = ${requestId}`;
  return row?.seq ?? null;
}

/** Who last changed the program. */
export async function lastSwitchActor(tx: Tx, eventId: string): Promise<string | null> {
  const [row] = await tx<{ actor: string }[]>`
    select actor from switch_logs where event_id = ${eventId} order by id desc limit 1`;
  return row?.actor ?? null;
}

export interface Switch {
  eventId: string;
  kind: SwitchKind;
  from: string | null;
  to: string | null;
  transition: Transition;
  actor: string;
  source: SwitchSource;
  requestId: string | null;
  data?: JSONValue;
}

export type ProgramChange = Partial<Pick<ProgramRow, 'onAir' | 'preview' | 'layout' | 'faded'>>;

/** A change of the program with a seq of its own, in one round trip. The caller holds the lock. */
export async function writeSwitch(tx: EventTx, change: ProgramChange, log: Switch): Promise<number> {
  // Sent together: one connection answers in order, and where the first fails, so does the second.
  const [, seq] = await Promise.all([
    raiseSeq(tx, log.eventId, ['program', 'log']),
    logSwitch(tx, change, log),
  ]);
  return seq;
}

/**
 * Changes the program and adds the row of the switch log, both with the seq that this transaction has raised.
 * @returns that seq
 */
export async function logSwitch(tx: EventTx, change: ProgramChange, log: Switch): Promise<number> {
  const [row] = await tx<{ seq: number }[]>`
    with changed as (
      update events set program_seq = seq,
        on_air = ${change.onAir === undefined ? tx`on_air` : change.onAir},
        preview = ${change.preview === undefined ? tx`preview` : change.preview},
        layout = ${change.layout === undefined ? tx`layout` : change.layout},
        faded = ${change.faded === undefined ? tx`faded` : change.faded}
      where id = ${log.eventId} returning seq
    )
    insert into switch_logs (event_id, seq, kind, from_camera, to_camera, transition, actor, source, request_id, data)
    select ${log.eventId}, seq, ${log.kind}, ${log.from}, ${log.to}, ${log.transition}, ${log.actor}, ${log.source},
      ${log.requestId}, ${tx.json(log.data ?? {})}
    from changed returning seq`;
  if (!row) throw new Error('The program was not changed.');
  return row.seq;
}

/**
 * The preview is not shown to viewers: it raises seq, not the program's, and leaves no row in the switch log.
 */
export async function writePreview(tx: Tx, eventId: string, preview: string | null): Promise<void> {
  await tx`update events set preview = ${preview} where id = ${eventId}`;
}

/** Media time from which a switch is visible; the first report counts. */
export async function setSwitchMediaTime(
  tx: Tx,
  eventId: string,
  seq: number,
  mediaTimeMs: number,
): Promise<void> {
  await tx`
    update switch_logs set media_time_ms = ${Math.round(mediaTimeMs)}
    where event_id = ${eventId} and seq = ${seq} and media_time_ms is null`;
}

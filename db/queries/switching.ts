import type { JSONValue } from 'postgres';
import type { LayoutOptions, Scene, TBar, TimedTransition } from '../../contract/program';
import type { Layout, SwitchKind, SwitchSource, Topic, Transition } from '../../contract/vocabulary';
import { CELL_COUNTS } from '../../core/layout';
import { type EventTx, noteChange } from '../commit';
import type { Tx } from '../connect';
import type { EventRow } from './events';

/** An event's program, as switching needs it. */
export interface ProgramRow
  extends
    Pick<EventRow, 'status' | 'seq' | 'programSeq' | 'onAir' | 'preview' | 'layout' | 'faded'>,
    SceneColumns {
  eventId: string;
}

/** A scene as the columns of `events` hold it; the first cell is `onAir`. */
export interface SceneColumns {
  layout: Layout;
  onAir: string | null;
  /** Of the largest layout. */
  otherCells: (string | null)[];
  layoutOptions: LayoutOptions;
}

export const sceneColumns = (tx: Tx) => tx`
  layout, on_air as "onAir", array[cell2, cell3, cell4] as "otherCells", layout_options as "layoutOptions"`;

export function sceneOf({ layout, onAir, otherCells, layoutOptions }: SceneColumns): Scene {
  return { layout, cells: [onAir, ...otherCells].slice(0, CELL_COUNTS[layout]), options: layoutOptions };
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
    select id as "eventId", status, seq, program_seq as "programSeq", preview, faded, ${sceneColumns(tx)}
    from events where lower(slug) = lower(${slug}) for update`;
  return row ?? null;
}

/** `programSeq`, with the row locked like that of `lockProgram`; null where there is no such event. */
export async function lockProgramSeq(tx: Tx, eventId: string): Promise<number | null> {
  const [row] = await tx<{ seq: number }[]>`
    select program_seq as seq from events where id = ${eventId} for update`;
  return row?.seq ?? null;
}

/** What is in the picture and on preview; null where there is no such event. */
export async function readScene(
  tx: Tx,
  eventId: string,
): Promise<{ scene: Scene; preview: string | null } | null> {
  const [row] = await tx<(SceneColumns & { preview: string | null })[]>`
    select preview, ${sceneColumns(tx)} from events where id = ${eventId}`;
  return row ? { scene: sceneOf(row), preview: row.preview } : null;
}

/** The seq of an earlier request with this id, or null. */
export async function findRequest(tx: Tx, eventId: string, requestId: string): Promise<number | null> {
  const [row] = await tx<{ seq: number }[]>`
    select seq from switch_logs where event_id = ${eventId} and request_id = ${requestId}`;
  return row?.seq ?? null;
}

/** Who last changed the program; graphics make no cut stale. */
export async function lastSwitchActor(tx: Tx, eventId: string): Promise<string | null> {
  const [row] = await tx<{ actor: string }[]>`
    select actor from switch_logs where event_id = ${eventId} and kind <> 'graphic' order by id desc limit 1`;
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
  data?: SwitchData;
}

/** What belongs to some kinds of switches only. */
export interface SwitchData {
  layout?: Layout;
  cells?: readonly (string | null)[];
  options?: LayoutOptions;
  faded?: boolean;
  /** The transition, where it takes time. */
  timed?: TimedTransition;
  reason?: string;
}

export interface ProgramChange extends Partial<Pick<ProgramRow, 'preview' | 'faded'>> {
  /** Ends what a T-bar has begun. */
  scene?: Scene;
}

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
  const { scene } = change;
  const [first = null, second = null, third = null, fourth = null] = scene?.cells ?? [];
  const ofScene = scene
    ? tx`layout = ${scene.layout}, on_air = ${first}, cell2 = ${second}, cell3 = ${third}, cell4 = ${fourth},
         layout_options = ${tx.json({ ...scene.options })}, tbar = null,`
    : tx``;
  const [row] = await tx<{ seq: number }[]>`
    with changed as (
      update events set program_seq = seq, ${ofScene}
        preview = ${change.preview === undefined ? tx`preview` : change.preview},
        faded = ${change.faded === undefined ? tx`faded` : change.faded}
      where id = ${log.eventId} returning seq
    )
    insert into switch_logs (event_id, seq, kind, from_camera, to_camera, transition, actor, source, request_id, data)
    select ${log.eventId}, seq, ${log.kind}, ${log.from}, ${log.to}, ${log.transition}, ${log.actor}, ${log.source},
      ${log.requestId}, ${tx.json({ ...log.data } as JSONValue)}
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

/** Like the preview it makes no cut stale: what it shows becomes a change of the program at its end. */
export async function writeTBar(tx: Tx, eventId: string, tbar: TBar | null): Promise<void> {
  const { position, transition } = tbar ?? {};
  await tx`
    update events set tbar = ${tbar ? tx.json({ position, transition: { ...transition } } as JSONValue) : null}
    where id = ${eventId}`;
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

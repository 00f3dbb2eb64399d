import type { PlatformFacts } from '../../contract/destinations';
import type { EventKind } from '../../contract/vocabulary';
import type { Tx } from '../connect';
import { soundOf } from './sound';
import type { SealedDestination } from './destinations';
import type { EventRow } from './events';
import { graphicsOf } from './graphics';
import { scoreOf } from './scores';
import { type SceneColumns, sceneColumns } from './switching';

/** What an engine should make of one event, as rows. */
export interface DesiredState {
  event: Pick<
    EventRow,
    | 'id'
    | 'slug'
    | 'title'
    | 'status'
    | 'seq'
    | 'programSeq'
    | 'onAir'
    | 'preview'
    | 'faded'
    | 'settings'
    | 'streamId'
  > &
    SceneColumns & {
      kind: EventKind;
      /** ms since the run began; null while not live. */
      elapsedMs: number | null;
      /** seq of the last cut or change of layout; null before the first. */
      cutSeq: number | null;
      /** Whether the engine's ladder made it. */
      cutByLadder: boolean | null;
      /** How it comes on the air, where that takes time. */
      cutTransition: unknown;
      tbar: unknown;
      /** The slice of the state, an array of none or one. */
      score: unknown;
      graphics: unknown;
      /** By the database's clock, ms since 1970. */
      nowMs: number;
      /** As `StoredSound` reads it. */
      sound: unknown;
    };
  /** Admitted ones, by number. */
  cameras: {
    id: string;
    identity: string;
    label: string;
    muted: boolean;
    pictureOff: boolean;
    mayStandStill: boolean;
  }[];
  destinations: SealedDestination[];
}

/** Null when the event does not exist. Three statements sent together: a cut waits for one round trip. */
export async function readDesiredState(tx: Tx, eventId: string): Promise<DesiredState | null> {
  const [[event], cameras, destinations] = await Promise.all([
    tx<DesiredState['event'][]>`
      select e.id, e.kind, e.slug, e.title, e.status, e.seq, e.program_seq as "programSeq",
             e.preview, e.faded, e.settings, e.stream_id as "streamId", e.tbar, ${sceneColumns(tx)},
             ${scoreOf(tx)} as score, ${graphicsOf(tx)} as graphics,
             extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs",
             extract(epoch from clock_timestamp() - s.started_at)::float8 * 1000 as "elapsedMs",
             l.seq as "cutSeq", l.kind <> 'layout' and l.source = 'failover' as "cutByLadder",
             l.transition as "cutTransition", ${soundOf(tx)} as sound
      from events e
      left join streams s on s.id = e.stream_id
      left join lateral (select seq, kind, source, data->'timed' as transition from switch_logs
                         where event_id = e.id and kind in ('cut', 'slate', 'layout')
                         order by id desc limit 1) l on true
      where e.id = ${eventId}`,
    tx<DesiredState['cameras']>`
      select id, identity, label, muted, picture_off as "pictureOff", may_stand_still as "mayStandStill"
      from cameras where event_id = ${eventId} and state = 'admitted' order by number`,
    tx<SealedDestination[]>`
      select d.id, d.plugin, d.label, d.settings, d.enabled, d.tries, d.server,
             (select coalesce(jsonb_object_agg(s.name, encode(s.sealed, 'base64')), '{}')
              from destination_secrets s where s.destination_id = d.id) as sealed
      from destinations d
      where d.event_id = ${eventId} order by d.position, d.created_at`,
  ]);
  return event ? { event, cameras: [...cameras], destinations: [...destinations] } : null;
}

/** Health of one output as stored; `verdict` is a sentence for the director. */
export interface OutputHealthRow {
  state: string;
  bytes: number;
  kbps: number;
  retries: number;
  verdict: string | null;
  side: string | null;
  remedy: string | null;
}

/** @param output a destination's id, `recording`, `hls` or `viewers` */
export async function saveOutput(
  tx: Tx,
  eventId: string,
  output: string,
  row: OutputHealthRow,
): Promise<void> {
  await tx`
    insert into output_status (event_id, output, state, bytes, kbps, retries, verdict, side, remedy)
    values (${eventId}, ${output}, ${row.state}, ${Math.round(row.bytes)}, ${Math.round(row.kbps)},
            ${row.retries}, ${row.verdict}, ${row.side}, ${row.remedy})
    on conflict (event_id, output) do update set
      since = case when output_status.state = excluded.state then output_status.since else now() end,
      state = excluded.state, bytes = excluded.bytes, kbps = excluded.kbps, retries = excluded.retries,
      verdict = excluded.verdict, side = excluded.side, remedy = excluded.remedy, updated_at = now()`;
}

/**
 * Stores what a destination's platform reports.
 * @returns whether anything changed for the crew
 */
export async function savePlatformFacts(
  tx: Tx,
  eventId: string,
  destinationId: string,
  facts: PlatformFacts,
): Promise<boolean> {
  const [row] = await tx<{ platform: PlatformFacts | null }[]>`
    select platform from output_status where event_id = ${eventId} and output = ${destinationId} for update`;
  if (!row) return false;
  await tx`
    update output_status set platform = ${tx.json({ ...facts })}
    where event_id = ${eventId} and output = ${destinationId}`;
  const { health, message, viewers } = row.platform ?? { health: null, message: null, viewers: null };
  return health !== facts.health || message !== facts.message || viewers !== facts.viewers;
}

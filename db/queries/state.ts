import { z } from 'zod';
import {
  TOPICS,
  ADMISSIONS,
  CAMERA_CONNECTIONS,
  CAMERA_STATES,
  DESTINATION_SERVERS,
  EVENT_KINDS,
  EVENT_STATUSES,
  JOINED_BY,
  LAYOUTS,
  OUTPUT_STATES,
  OWN_OUTPUTS,
  SEVERITIES,
  TEST_STAGES,
  VISIBILITIES,
} from '../../contract/vocabulary';
import { PERIODS, SIDES } from '../../contract/score';
import { DestinationTestResult } from '../../contract/destinations';
import { PlatformFacts } from '../../contract/destinations';
import { StoredLayoutOptions, StoredTBar } from '../../core/program-input';
import type { Tx } from '../connect';
import { GraphicRow, graphicsOf } from './graphics';
import { scoreOf } from './scores';
import { soundOf } from './sound';
import { StoredSound } from '../../core/sound';

/** Times inside JSON are in Postgres' format; the wire has ISO 8601 in UTC. */
const Time = z
  .union([z.date(), z.string().transform((text) => new Date(text))])
  .transform((date) => date.toISOString());

const CameraRow = z.object({
  id: z.string(),
  number: z.number(),
  label: z.string(),
  identity: z.string(),
  state: z.enum(CAMERA_STATES),
  connection: z.enum(CAMERA_CONNECTIONS),
  connectionSince: Time,
  muted: z.boolean(),
  pictureOff: z.boolean(),
  mayStandStill: z.boolean(),
  joinedBy: z.enum(JOINED_BY),
  device: z.unknown(),
  createdAt: Time,
});
export type CameraRow = z.infer<typeof CameraRow>;

const OutputState = z.enum(OUTPUT_STATES);

const DestinationRow = z.object({
  id: z.string(),
  plugin: z.string(),
  label: z.string(),
  enabled: z.boolean(),
  settings: z.record(z.string(), z.string()),
  keyHint: z.string(),
  server: z.enum(DESTINATION_SERVERS),
  createdAt: Time,
  // From output_status; null before the engine's first report.
  state: OutputState.nullable(),
  since: Time.nullable(),
  kbps: z.number().nullable(),
  retries: z.number().nullable(),
  verdict: z.string().nullable(),
  remedy: DestinationTestResult.shape.remedy.catch(null),
  platform: PlatformFacts.nullable().catch(null),
  test: DestinationTestResult.nullable().catch(null),
  testedAt: Time.nullable().catch(null),
  testStage: z.enum(TEST_STAGES).nullable(),
  testStageAt: Time.nullable(),
  testPictures: z.boolean().nullable(),
});
export type DestinationRow = z.infer<typeof DestinationRow>;

const OutputRow = z.object({
  output: z.enum(OWN_OUTPUTS),
  state: OutputState,
  bytes: z.number(),
  verdict: z.string().nullable(),
});
export type OutputRow = z.infer<typeof OutputRow>;

/** As `scoreOf` selects it: none or one. */
export const ScoreSlice = z
  .array(
    z.object({
      home: z.object({ name: z.string(), short: z.string(), points: z.number() }),
      away: z.object({ name: z.string(), short: z.string(), points: z.number() }),
      period: z.enum(PERIODS).nullable().catch(null),
      clock: z.object({ ms: z.number(), startedAt: Time.nullable(), downFromMs: z.number().optional() }),
      last: z
        .object({
          id: z.string(),
          side: z.enum(SIDES),
          delta: z.number(),
          at: Time,
          actor: z.string(),
        })
        .nullable(),
    }),
  )
  .max(1);

const LogLine = z.object({
  id: z.string(),
  at: Time,
  kind: z.string(),
  severity: z.enum(SEVERITIES),
  text: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type LogLine = z.infer<typeof LogLine>;

/** One event as `readState` selects it. Slices that were not requested are null. */
const StateRow = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  kind: z.enum(EVENT_KINDS),
  status: z.enum(EVENT_STATUSES),
  visibility: z.enum(VISIBILITIES),
  admission: z.enum(ADMISSIONS),
  starts_at: Time.nullable(),
  live_since: Time.nullable(),
  settings: z.unknown(),
  seq: z.number(),
  program_seq: z.number(),
  on_air: z.string().nullable(),
  on_air_since: Time.nullable(),
  preview: z.string().nullable(),
  layout: z.enum(LAYOUTS),
  other_cells: z.array(z.string().nullable()),
  layout_options: StoredLayoutOptions,
  tbar: StoredTBar,
  faded: z.boolean(),
  topics: z.array(z.string()).transform((topics) => TOPICS.filter((topic) => topics.includes(topic))),
  cameras: z.array(CameraRow).nullable(),
  destinations: z.array(DestinationRow).nullable(),
  outputs: z.array(OutputRow).nullable(),
  score: ScoreSlice.nullable(),
  graphics: z.array(GraphicRow).nullable(),
  sound: StoredSound.nullable(),
  log: z.array(LogLine).nullable(),
});
export type StateRow = z.infer<typeof StateRow>;

export function parseStateRow(row: unknown): StateRow {
  return StateRow.parse(row);
}

/** Log lines in a snapshot; older ones are read page by page. */
const LOG_LINES = 50;

export type EventKey = { id: string } | { slug: string };

/**
 * Reads what changed of an event since `sinceSeq` (everything with null), or null when these claims may not
 * see it. One statement and therefore one snapshot: the slices belong to exactly the returned `seq`, also
 * while others commit. Slices whose topic did not change are null. Where rows of event_updates are missing
 * (pruned, or never written), everything is read.
 */
export async function readState(tx: Tx, key: EventKey, sinceSeq: number | null): Promise<StateRow | null> {
  const where = 'id' in key ? tx`e.id = ${key.id}` : tx`lower(e.slug) = lower(${key.slug})`;
  const since = sinceSeq ?? -1;
  const rows = await tx`
    with e as (select * from events e where ${where}),
    changed as (
      select coalesce(array_agg(distinct topic), '{}') as topics, count(distinct u.seq) as updates
      from e join event_updates u on ${since}::bigint >= 0 and u.event_id = e.id and u.seq > ${since}
      left join lateral unnest(u.topics) as topic on true
    ),
    wanted as (
      select e.*, case when ${since}::bigint >= 0 and c.updates = e.seq - ${since}::bigint
        then c.topics else ${[...TOPICS]}::text[] end as topics
      from e cross join changed c
    )
    select e.id, e.slug, e.title, e.kind, e.status, e.visibility, e.admission, e.starts_at, e.settings,
      e.seq, e.program_seq, e.on_air, e.preview, e.layout, e.faded, e.topics,
      array[e.cell2, e.cell3, e.cell4] as other_cells, e.layout_options, e.tbar,
      (select s.started_at from streams s where s.id = e.stream_id and s.ended_at is null) as live_since,
      (select max(w.at) from switch_logs w where w.event_id = e.id and w.kind in ('cut', 'slate', 'layout') and (w.kind <> 'layout' or w.from_camera is distinct from w.to_camera)) as on_air_since,
      case when 'cameras' = any(e.topics) then (
        select coalesce(jsonb_agg(jsonb_build_object(
          'id', c.id, 'number', c.number, 'label', c.label, 'identity', c.identity, 'state', c.state,
          'connection', c.connection, 'connectionSince', c.connection_since, 'muted', c.muted,
          'pictureOff', c.picture_off, 'mayStandStill', c.may_stand_still, 'joinedBy', c.joined_by,
          'device', c.device, 'createdAt', c.created_at
        ) order by c.number), '[]')
        from cameras c where c.event_id = e.id and c.state <> 'removed') end as cameras,
      case when e.topics && '{destinations,outputs}' then (
        select coalesce(jsonb_agg(jsonb_build_object(
          'id', d.id, 'plugin', d.plugin, 'label', d.label, 'enabled', d.enabled, 'settings', d.settings,
          'keyHint', d.key_hint, 'server', d.server, 'createdAt', d.created_at, 'state', o.state, 'since', o.since,
          'kbps', o.kbps, 'retries', o.retries, 'verdict', o.verdict, 'remedy', o.remedy,
          'platform', o.platform, 'test', t.result, 'testedAt', t.done_at, 'testStage', t.stage, 'testStageAt', t.stage_at,
          'testPictures', t.pictures
        ) order by d.position, d.created_at), '[]')
        from destinations d left join output_status o on o.event_id = d.event_id and o.output = d.id::text
        left join destination_tests t on t.destination_id = d.id
        where d.event_id = e.id) end as destinations,
      case when 'outputs' = any(e.topics) then (
        select coalesce(jsonb_agg(jsonb_build_object(
          'output', o.output, 'state', o.state, 'bytes', o.bytes, 'verdict', o.verdict)), '[]')
        from output_status o where o.event_id = e.id and o.output in ('recording', 'viewers', 'hls')) end as outputs,
      case when 'score' = any(e.topics) then ${scoreOf(tx)} end as score,
      case when 'graphics' = any(e.topics) then ${graphicsOf(tx)} end as graphics,
      case when e.topics && '{sound,cameras}' then ${soundOf(tx)} end as sound,
      case when e.topics && '{log,program}' then (
        select coalesce(jsonb_agg(to_jsonb(line) order by line.at desc, line.id desc), '[]') from (
          select * from (
            select 'e' || l.id as id, l.at, l.kind, l.severity, l.text, l.data
            from event_log l where l.event_id = e.id order by l.id desc limit ${LOG_LINES}) as told
          union all
          select * from (
            select 's' || w.id, w.at, w.kind, case when w.source = 'failover' then 'warning' else 'info' end, '',
              jsonb_build_object('seq', w.seq, 'from', w.from_camera, 'to', w.to_camera, 'transition', w.transition,
                'actor', w.actor, 'source', w.source, 'fromLabel', f.label, 'toLabel', t.label) || w.data
            from switch_logs w left join cameras f on f.id = w.from_camera left join cameras t on t.id = w.to_camera
            where w.event_id = e.id order by w.id desc limit ${LOG_LINES}) as switched
          order by 2 desc limit ${LOG_LINES}) as line) end as log
    from wanted e`;
  return rows[0] ? parseStateRow(rows[0]) : null;
}

import { z } from 'zod';
import { DestinationTestResult } from '../../../core/destination-test';
import { PlatformFacts } from '../../../core/platform-facts';
import { PERIODS, SIDES } from '../../../core/score';
import { TOPICS } from '../../../contract/messages';

/** Times inside JSON come as Postgres writes them; the wire has ISO 8601 in UTC. */
const Time = z
  .union([z.date(), z.string().transform((text) => new Date(text))])
  .transform((date) => date.toISOString());

const CameraRow = z.object({
  id: z.string(),
  number: z.number(),
  label: z.string(),
  identity: z.string(),
  state: z.enum(['waiting', 'admitted', 'removed']),
  connection: z.enum(['connecting', 'live', 'weak', 'late', 'lost', 'paused']),
  connectionSince: Time,
  muted: z.boolean(),
  pictureOff: z.boolean(),
  joinedBy: z.enum(['code', 'qr', 'host']),
  device: z.unknown(),
  createdAt: Time,
});
export type CameraRow = z.infer<typeof CameraRow>;

const OutputState = z.enum(['off', 'connecting', 'live', 'stalled', 'reconnecting', 'failed']);

const DestinationRow = z.object({
  id: z.string(),
  plugin: z.string(),
  label: z.string(),
  enabled: z.boolean(),
  settings: z.record(z.string(), z.string()),
  keyHint: z.string(),
  server: z.enum(['first', 'backup']),
  createdAt: Time,
  // From output_status; null before the engine has said anything.
  state: OutputState.nullable(),
  since: Time.nullable(),
  kbps: z.number().nullable(),
  retries: z.number().nullable(),
  verdict: z.string().nullable(),
  remedy: DestinationTestResult.shape.remedy.catch(null),
  platform: PlatformFacts.nullable().catch(null),
  test: DestinationTestResult.nullable().catch(null),
  testedAt: Time.nullable().catch(null),
  testStage: z.enum(['connecting', 'sending']).nullable(),
  testStageAt: Time.nullable(),
  testPictures: z.boolean().nullable(),
});
export type DestinationRow = z.infer<typeof DestinationRow>;

const OutputRow = z.object({
  output: z.enum(['recording', 'viewers', 'hls']),
  state: OutputState,
  bytes: z.number(),
  verdict: z.string().nullable(),
});
export type OutputRow = z.infer<typeof OutputRow>;

/** Of an event's score, as `scoreOf` selects it: none or one. */
export const ScoreSlice = z
  .array(
    z.object({
      home: z.object({ name: z.string(), short: z.string(), points: z.number() }),
      away: z.object({ name: z.string(), short: z.string(), points: z.number() }),
      period: z.enum(PERIODS).nullable().catch(null),
      clock: z.object({ ms: z.number(), startedAt: Time.nullable() }),
      last: z
        .object({
          id: z.string(),
          side: z.enum(SIDES),
          delta: z.union([z.literal(1), z.literal(-1)]),
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
  severity: z.enum(['info', 'warning', 'error']),
  text: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type LogLine = z.infer<typeof LogLine>;

/** One event as `readState` selects it. Slices that were not asked for are null. */
const StateRow = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  kind: z.enum(['match', 'show']),
  status: z.enum(['draft', 'ready', 'live', 'ended']),
  visibility: z.enum(['public', 'unlisted']),
  admission: z.enum(['manual', 'immediate']),
  starts_at: Time.nullable(),
  live_since: Time.nullable(),
  settings: z.unknown(),
  seq: z.number(),
  program_seq: z.number(),
  on_air: z.string().nullable(),
  on_air_since: Time.nullable(),
  preview: z.string().nullable(),
  layout: z.literal('single'),
  faded: z.boolean(),
  topics: z.array(z.string()).transform((topics) => TOPICS.filter((topic) => topics.includes(topic))),
  cameras: z.array(CameraRow).nullable(),
  destinations: z.array(DestinationRow).nullable(),
  outputs: z.array(OutputRow).nullable(),
  score: ScoreSlice.nullable(),
  log: z.array(LogLine).nullable(),
});
export type StateRow = z.infer<typeof StateRow>;

export function parseStateRow(row: unknown): StateRow {
  return StateRow.parse(row);
}

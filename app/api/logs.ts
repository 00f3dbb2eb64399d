import { z } from 'zod';
import {
  LAYOUTS,
  MARK_KINDS,
  SEVERITIES,
  SWITCH_KINDS,
  SWITCH_SOURCES,
  TRANSITIONS,
} from '../../contract/vocabulary';
import { id } from '../../core/text';
import { eventLog, switchLog } from '../domain/logs';
import { eventStatistics } from '../domain/statistics';
import { endpoint } from './define';
import { moment, position, seq, whole } from './fields';

/** What is looked back at: the log, the switches, the figures. */

const PageQuery = z
  .strictObject({
    before: position,
    limit: whole(1, 500),
  })
  .partial();

const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ rows: z.array(row), next: z.string().nullable() });

const LogLine = z.object({
  id: z.string(),
  at: moment,
  kind: z.string(),
  severity: z.enum(SEVERITIES),
  text: z.string(),
  data: z.record(z.string(), z.unknown()),
});

const Switch = z.object({
  seq,
  at: moment,
  kind: z.enum(SWITCH_KINDS),
  from: z.string().nullable(),
  to: z.string().nullable(),
  transition: z.enum(TRANSITIONS),
  frames: z.number().int().nullable(),
  /** Null where the picture's cameras and layout are as before. */
  scene: z.object({ layout: z.enum(LAYOUTS), cells: z.array(z.string().nullable()) }).nullable(),
  source: z.enum(SWITCH_SOURCES),
  actor: z.string(),
  requestId: z.string().nullable(),
});

const run = {
  id: z.uuid(),
  startedAt: moment,
  endedAt: moment.nullable(),
  lastedS: z.number(),
  peakViewers: z.number().int(),
  watchedMinutes: z.number(),
};

const Statistics = z.object({
  viewers: z.object({
    total: z.number().int(),
    page: z.number().int(),
    embed: z.number().int(),
    platforms: z.record(z.string(), z.number().int()),
  }),
  runs: z.array(z.object(run)),
  run: z
    .object({
      ...run,
      curve: z.array(z.object({ at: moment, viewers: z.number() })),
      marks: z.array(z.object({ at: moment, kind: z.enum(MARK_KINDS), text: z.string() })),
      outputs: z.array(
        z.object({
          output: z.string(),
          label: z.string().nullable(),
          plugin: z.string().nullable(),
          onS: z.number(),
          liveS: z.number(),
          interruptions: z.number().int(),
        }),
      ),
    })
    .nullable(),
});

export const logs = [
  endpoint('GET /api/v1/events/:slug/log', {
    who: 'crew',
    says: '`{rows: [{id, at, kind, severity, text, data}], next}`',
    query: PageQuery,
    answer: pageOf(LogLine),
    does: ({ services, actor, slug, query }) => eventLog(services, actor, slug, query),
  }),
  endpoint('GET /api/v1/events/:slug/switches', {
    who: 'crew',
    says: '`{rows: [{seq, at, kind, from, to, transition, frames, scene, source, actor, requestId}], next}`',
    query: PageQuery,
    answer: pageOf(Switch),
    does: ({ services, actor, slug, query }) => switchLog(services, actor, slug, query),
  }),
] as const;

export const statistics = [
  endpoint('GET /api/v1/events/:slug/statistics', {
    who: 'crew',
    says: 'how many watched, and how the outputs did',
    query: z.strictObject({ run: id }).partial(),
    answer: Statistics,
    does: ({ services, actor, slug, query }) => eventStatistics(services, actor, slug, query.run),
  }),
] as const;

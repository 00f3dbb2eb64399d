import { z } from 'zod';
import {
  LAYOUTS,
  MARK_KINDS,
  SEVERITIES,
  SWITCH_KINDS,
  SWITCH_SOURCES,
  TRANSITIONS,
} from '../../contract/vocabulary';
import { GRAPHIC_KINDS } from '../../contract/graphics';
import { chaptersAsLines, chaptersAsVtt, chaptersOf } from '../../core/editing/chapters';
import { EDL_STYLES, edlOf } from '../../core/editing/edl';
import { otioOf } from '../../core/editing/otio';
import { id } from '../../core/text';
import { eventCutList } from '../domain/edit-lists';
import { eventLog, switchLog } from '../domain/logs';
import { eventStatistics } from '../domain/statistics';
import { endpoint } from './define';
import { moment, position, seq, whole } from './fields';
import { Board } from './score-events';

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
  /** Of a move in or out; null for everything else. */
  graphic: z
    .object({ id: z.uuid(), kind: z.enum(GRAPHIC_KINDS), name: z.string(), onAir: z.boolean() })
    .nullable(),
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
  match: z.object({ home: z.string(), away: z.string(), board: Board }).nullable(),
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
    says: '`{rows: [{seq, at, kind, from, to, transition, frames, scene, graphic, source, actor, requestId}], next}`',
    query: PageQuery,
    answer: pageOf(Switch),
    does: ({ services, actor, slug, query }) => switchLog(services, actor, slug, query),
  }),
  endpoint('GET /api/v1/events/:slug/log.edl', {
    who: 'crew',
    says: 'the cuts of a run against its recording as an edit list (CMX 3600)',
    query: z.strictObject({ style: z.enum(EDL_STYLES), run: id }).partial(),
    answer: z.string(),
    file: ['text/plain'],
    fails: ['not_found', 'conflict'],
    does: async ({ services, actor, slug, query }) => {
      const list = await eventCutList(services, actor, slug, query.run ?? null);
      return download(`${slug}.edl`, 'text/plain; charset=utf-8', edlOf(list, query.style ?? 'resolve'));
    },
  }),
  endpoint('GET /api/v1/events/:slug/log.otio', {
    who: 'crew',
    says: 'the same as an OpenTimelineIO timeline, the score as markers',
    query: z.strictObject({ run: id }).partial(),
    answer: z.string(),
    file: ['application/vnd.opentimelineio+json'],
    fails: ['not_found'],
    does: async ({ services, actor, slug, query }) => {
      const list = await eventCutList(services, actor, slug, query.run ?? null);
      return download(
        `${slug}.otio`,
        'application/vnd.opentimelineio+json',
        JSON.stringify(otioOf(list), null, 1),
      );
    },
  }),
  endpoint('GET /api/v1/events/:slug/chapters.vtt', {
    who: 'crew',
    says: 'what happened in the match as chapters of a part of the recording (WebVTT)',
    query: z.strictObject({ run: id, part: whole(1, 9_999) }).partial(),
    answer: z.string(),
    file: ['text/vtt'],
    fails: ['not_found'],
    does: async ({ services, actor, slug, query }) => {
      const list = await eventCutList(services, actor, slug, query.run ?? null);
      const chapters = chaptersOf(list, query.part ?? 1);
      return download(`${slug}.vtt`, 'text/vtt; charset=utf-8', chaptersAsVtt(chapters));
    },
  }),
  endpoint('GET /api/v1/events/:slug/chapters.txt', {
    who: 'crew',
    says: 'the same as lines for the description of a video, as YouTube makes chapters of them',
    query: z.strictObject({ run: id, part: whole(1, 9_999) }).partial(),
    answer: z.string(),
    file: ['text/plain'],
    fails: ['not_found'],
    does: async ({ services, actor, slug, query }) => {
      const list = await eventCutList(services, actor, slug, query.run ?? null);
      const chapters = chaptersOf(list, query.part ?? 1);
      return download(`${slug}.txt`, 'text/plain; charset=utf-8', chaptersAsLines(chapters));
    },
  }),
] as const;

/** Answered only for a slug that exists, so its letters are those of slugs. */
function download(name: string, type: string, text: string): Response {
  return new Response(text, {
    headers: { 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` },
  });
}

export const statistics = [
  endpoint('GET /api/v1/events/:slug/statistics', {
    who: 'crew',
    says: 'how many watched, and how the outputs did',
    query: z.strictObject({ run: id }).partial(),
    answer: Statistics,
    does: ({ services, actor, slug, query }) => eventStatistics(services, actor, slug, query.run),
  }),
] as const;

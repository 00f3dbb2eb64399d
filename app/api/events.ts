import { z } from 'zod';
import {
  ADMISSIONS,
  CELL_FALLBACKS,
  ENGINE_STATUSES,
  LAYOUTS,
  NEW_EVENT_STATUSES,
  VISIBILITIES,
} from '../../contract/vocabulary';
import { embedOrigin, MOST_EMBED_ORIGINS, SITE_PATTERN } from '../../core/embedding';
import { ChosenEncoding } from '../../core/event-settings';
import { LayoutOptionsInput } from '../../core/program-input';
import { id, line } from '../../core/text';
import { closeCodes, joinCodes, renewCodes } from '../domain/events/join-codes';
import {
  createEvent,
  deleteEvent,
  listEvents,
  publishEvent,
  reopenEvent,
  startEvent,
  stopEvent,
  updateEvent,
} from '../domain/events/manage-events';
import { goOffAir } from '../domain/shows/show-on-air';
import { apiState } from '../domain/state/read-state';
import { type Ask, endpoint } from './define';
import {
  Camera,
  EventKind,
  EventStatus,
  moment,
  nothing,
  OutputStatus,
  scoreFields,
  seq,
  slug,
  time,
} from './fields';

const choices = {
  title: line(120),
  visibility: z.enum(VISIBILITIES),
  admission: z.enum(ADMISSIONS),
  startsAt: time.nullable(),
};

/** Also what the page's form makes an event of (http/form.ts). */
export const CreateEventBody = z
  .strictObject({
    ...choices,
    slug,
    kind: EventKind,
    hostName: line(60),
    status: z.enum(NEW_EVENT_STATUSES),
  })
  .partial()
  .required({ title: true })
  .refine(({ kind, hostName }) => hostName === undefined || kind === 'show', {
    message: 'only a show has a host',
    path: ['hostName'],
  })
  .meta({
    dependentSchemas: { hostName: { properties: { kind: { const: 'show' } }, required: ['kind'] } },
  });

/** A site as people write it, kept as its origin. */
const site = z
  .string()
  .max(300)
  .transform((text, context) => {
    const origin = embedOrigin(text);
    if (origin !== null) return origin;
    context.addIssue({ code: 'custom', message: 'write sites as https://club.example, without a path' });
    return z.NEVER;
  })
  .meta({ pattern: SITE_PATTERN });

const UpdateEventBody = z
  .strictObject({
    ...choices,
    fallbackOrder: z.array(id).max(99),
    autoReturn: z.boolean(),
    pictureFailover: z.boolean(),
    cellFallback: z.enum(CELL_FALLBACKS),
    embedOrigins: z.array(site).max(MOST_EMBED_ORIGINS),
    recordingPublic: z.boolean(),
    encoding: ChosenEncoding,
  })
  .partial();

const Event = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    title: z.string(),
    kind: EventKind,
    status: EventStatus,
    seq,
    visibility: choices.visibility,
    admission: choices.admission,
    startsAt: moment.nullable(),
    createdAt: moment,
    fallbackOrder: z.array(z.string()),
    autoReturn: z.boolean(),
    pictureFailover: z.boolean(),
    cellFallback: z.enum(CELL_FALLBACKS),
    embedOrigins: z.array(z.string()),
    recordingPublic: z.boolean(),
    encoding: z.object({
      height: z.number().int(),
      fps: z.number().int(),
      videoKbps: z.number().int().optional(),
    }),
    joinUrl: z.string().nullable(),
    joinCode: z.string().nullable(),
    hostUrl: z.string().nullable(),
    directorUrl: z.string(),
    watchUrl: z.string(),
    embedUrl: z.string(),
    rooms: z.object({ cameras: z.string(), program: z.string() }),
  })
  .meta({ id: 'event' });

/** The typed code is null once it has expired. */
const Codes = z.object({ joinCode: z.string().nullable(), joinUrl: z.string() });

type OfAnEvent = Pick<Ask<'crew', z.ZodType, z.ZodType>, 'services' | 'actor' | 'slug'>;

const stateOf = ({ services, actor, slug: of }: OfAnEvent) => apiState(services, actor, of);

async function commanded(command: typeof startEvent, ask: OfAnEvent) {
  await command(ask.services, ask.actor, ask.slug);
  return stateOf(ask);
}

/** What an event is at a moment, as far as other programs rely on it. */
const State = z
  .object({
    seq,
    status: EventStatus,
    program: z.object({
      seq,
      /** Null: the slate. */
      onAir: z.string().nullable(),
      preview: z.string().nullable(),
      layout: z.enum(LAYOUTS),
      /** The first one is `onAir`. */
      cells: z.array(z.string().nullable()),
      options: LayoutOptionsInput,
      faded: z.boolean(),
    }),
    cameras: z.array(Camera),
    destinations: z.array(
      z.object({
        id: z.uuid(),
        plugin: z.string(),
        label: z.string(),
        enabled: z.boolean(),
        status: OutputStatus,
        since: moment,
        verdict: z.string().nullable(),
        keyHint: z.string(),
      }),
    ),
    /** Null until somebody has named the sides. */
    score: z.object(scoreFields).nullable(),
    viewers: z.object({ total: z.number().int() }),
    engine: z.object({ status: z.enum(ENGINE_STATUSES), fps: z.number() }),
  })
  .meta({ id: 'state' });

export const events = [
  endpoint('GET /api/v1/events', {
    who: 'member',
    says: '`[event]`, newest first',
    answer: z.array(Event),
    does: ({ services, actor, origin }) => listEvents(services, actor, origin),
  }),
  endpoint('POST /api/v1/events', {
    who: 'member',
    says: 'event; its `directorUrl` is a crew link, returned only here',
    body: CreateEventBody,
    answer: Event,
    status: 201,
    fails: ['conflict'],
    limits: ['eventsPerHour'],
    does: ({ services, actor, body, origin }) => createEvent(services, actor, body, origin),
  }),
  endpoint('GET /api/v1/events/:slug', {
    who: 'crew',
    says: 'state',
    answer: State,
    does: stateOf,
  }),
  endpoint('PATCH /api/v1/events/:slug', {
    who: 'owner',
    says: 'event',
    body: UpdateEventBody,
    answer: Event,
    fails: ['conflict'],
    does: ({ services, actor, slug: of, body, origin }) => updateEvent(services, actor, of, body, origin),
  }),
  endpoint('DELETE /api/v1/events/:slug', {
    who: 'owner',
    says: '409 while live. Takes cameras, keys, links, recordings and log along',
    answer: null,
    fails: ['conflict'],
    does: ({ services, actor, slug: of }) => deleteEvent(services, actor, of),
  }),
  endpoint('POST /api/v1/events/:slug/publish', {
    who: 'owner',
    says: 'state; `draft → ready`',
    body: nothing,
    answer: State,
    fails: ['conflict'],
    does: (ask) => commanded(publishEvent, ask),
  }),
  endpoint('POST /api/v1/events/:slug/start', {
    who: 'director',
    says: 'state; `ready → live`: destinations and recording start. 409 for a show, which its host puts on the air',
    body: nothing,
    answer: State,
    fails: ['conflict'],
    does: (ask) => commanded(startEvent, ask),
  }),
  endpoint('POST /api/v1/events/:slug/stop', {
    who: 'director',
    says: 'state; `live → ended`, a show also from `ready`',
    body: nothing,
    answer: State,
    fails: ['conflict'],
    does: (ask) => commanded(stopEvent, ask),
  }),
  endpoint('POST /api/v1/events/:slug/off-air', {
    who: 'host',
    says: 'a show goes back to `ready`, and the publisher is removed from its room',
    body: nothing,
    answer: null,
    fails: ['conflict'],
    does: ({ services, actor, slug: of }) => goOffAir(services, actor, of),
  }),
  endpoint('POST /api/v1/events/:slug/reopen', {
    who: 'owner',
    says: 'state; `ended → ready`',
    body: nothing,
    answer: State,
    fails: ['conflict'],
    does: (ask) => commanded(reopenEvent, ask),
  }),
  endpoint('GET /api/v1/events/:slug/codes', {
    who: 'director',
    says: '`{joinCode, joinUrl}`; the typed code is null once it has expired',
    answer: Codes,
    fails: ['conflict'],
    does: async ({ services, actor, slug: of, origin }) => {
      const { code, joinUrl } = await joinCodes(services, actor, of, origin);
      return { joinCode: code, joinUrl };
    },
  }),
  endpoint('POST /api/v1/events/:slug/codes/close', {
    who: 'director',
    says: 'no further phone can join until they are renewed',
    body: nothing,
    answer: null,
    fails: ['conflict'],
    does: ({ services, actor, slug: of }) => closeCodes(services, actor, of),
  }),
  endpoint('POST /api/v1/events/:slug/codes/renew', {
    who: 'director',
    says: '`{joinCode, joinUrl}`; the old ones stop working',
    body: nothing,
    answer: Codes,
    fails: ['conflict'],
    does: async ({ services, actor, slug: of, origin }) => {
      const { code, joinUrl } = await renewCodes(services, actor, of, origin);
      return { joinCode: code, joinUrl };
    },
  }),
] as const;

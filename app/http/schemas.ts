import { z } from 'zod';
import {
  ADMISSIONS,
  CAMERA_STATES,
  CREW_ROLES,
  DESTINATION_SERVERS,
  EVENT_KINDS,
  LAYOUTS,
  NEW_EVENT_STATUSES,
  TOKEN_ROLES,
  TRANSITIONS,
  VISIBILITIES,
} from '../../contract/vocabulary';
import { embedOrigin, MOST_EMBED_ORIGINS } from '../../core/embed-origin';
import { ChosenEncoding } from '../../core/event-settings';
import { SLUG_PATTERN } from '../../core/rooms';
import { id, line } from '../../core/text';
import { isDestinationId } from '../../plugins';

/**
 * Bodies and parameters of the API, strict: a field that is not known here is refused and not ignored (design
 * §9).
 */

/** ISO 8601 with a zone; the database knows times in UTC only. */
const time = z.iso
  .datetime({ offset: true })
  .refine((text) => {
    const year = new Date(text).getUTCFullYear();
    return year >= 2000 && year < 2200;
  }, 'it lies too far away')
  .transform((text) => new Date(text));

const slug = z.string().regex(SLUG_PATTERN, 'letters, digits, - and _ only, at most 64');
const requestId = line(100);
const seenSeq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const none = z.strictObject({});

const event = {
  title: line(120),
  visibility: z.enum(VISIBILITIES),
  admission: z.enum(ADMISSIONS),
  startsAt: time.nullable(),
};

/** A site as people write it, kept as its origin. */
const site = z
  .string()
  .max(300)
  .transform((text, context) => {
    const origin = embedOrigin(text);
    if (origin !== null) return origin;
    context.addIssue({ code: 'custom', message: 'write sites as https://club.example, without a path' });
    return z.NEVER;
  });

export const Empty = none;

export const CreateEventBody = z
  .strictObject({
    ...event,
    slug,
    kind: z.enum(EVENT_KINDS),
    hostName: line(60),
    status: z.enum(NEW_EVENT_STATUSES),
  })
  .partial()
  .required({ title: true })
  .refine(({ kind, hostName }) => hostName === undefined || kind === 'show', {
    message: 'only a show has a host',
    path: ['hostName'],
  });

export const UpdateEventBody = z
  .strictObject({
    ...event,
    fallbackOrder: z.array(id).max(99),
    autoReturn: z.boolean(),
    embedOrigins: z.array(site).max(MOST_EMBED_ORIGINS),
    recordingPublic: z.boolean(),
    encoding: ChosenEncoding,
  })
  .partial();

export const CutBody = z.strictObject({
  cameraId: id.nullable(),
  transition: z.enum(TRANSITIONS).optional(),
  requestId: requestId.optional(),
  seenSeq: seenSeq.optional(),
});

export const ProgramBody = z
  .strictObject({
    preview: id.nullable(),
    layout: z.enum(LAYOUTS),
    faded: z.boolean(),
    requestId,
    seenSeq,
  })
  .partial();

/** What a phone says of itself: a line, or a few facts. */
const device = z.union([
  line(200, 0),
  z
    .record(line(40), z.union([line(300, 0), z.number(), z.boolean(), z.null()]))
    .refine((facts) => Object.keys(facts).length <= 20, 'at most 20 facts'),
]);

const typed = z.string().max(200);

export const JoinKeyBody = z
  .strictObject({ code: typed, secret: typed })
  .partial()
  .refine((key) => key.code !== undefined || key.secret !== undefined, 'Send a code or a secret');

export const RegisterBody = z
  .strictObject({ code: typed, secret: typed, label: line(60), device })
  .partial()
  .refine((key) => key.code !== undefined || key.secret !== undefined, 'Send a code or a secret');

export const CameraBody = z
  .strictObject({
    state: z.enum(CAMERA_STATES),
    label: line(60),
    muted: z.boolean(),
    pictureOff: z.boolean(),
  })
  .partial()
  .refine((body) => Object.keys(body).length > 0, 'Send at least one field to change');

const settings = z
  .record(z.string().max(40), z.string().max(500))
  .refine((fields) => Object.keys(fields).length <= 20, 'at most 20 settings');
const streamKey = z.string().max(300);
/** Values of the fields of type `secret`; an empty one takes the stored one away. */
const secrets = z
  .record(z.string().max(40), z.string().max(512))
  .refine((fields) => Object.keys(fields).length <= 10, 'at most 10 secrets');

export const CreateDestinationBody = z.strictObject({
  plugin: z.string().refine(isDestinationId, 'it is no kind of destination that is known here'),
  label: line(60).optional(),
  settings: settings.default({}),
  streamKey: streamKey.default(''),
  secrets: secrets.default({}),
  enabled: z.boolean().optional(),
});

export const UpdateDestinationBody = z
  .strictObject({ label: line(60), settings, streamKey, secrets, enabled: z.boolean() })
  .partial();

export const DestinationTestBody = z.strictObject({ pictures: z.boolean().default(false) });

export const ChooseServerBody = z.strictObject({ server: z.enum(DESTINATION_SERVERS) });

export const CrewLinkBody = z.strictObject({
  role: z.enum(CREW_ROLES),
  label: line(60).optional(),
  expiresAt: time.nullable().optional(),
});

export const StatisticsQuery = z.strictObject({ run: id }).partial();

export const PageQuery = z
  .strictObject({
    before: z
      .string()
      .regex(/^\d{1,15}$/, 'it is no position of a log')
      .transform(Number),
    limit: z
      .string()
      .regex(/^\d{1,4}$/, 'it must be a whole number')
      .transform(Number)
      .refine((limit) => limit >= 1 && limit <= 500, 'it must lie between 1 and 500'),
  })
  .partial();

export const TokenQuery = z.strictObject({
  room: z.string().min(1).max(200),
  username: line(60, 0).optional(),
  role: z.enum(TOKEN_ROLES).optional(),
});

export const InitializeBody = z.strictObject({ showId: slug, hostName: line(60) });

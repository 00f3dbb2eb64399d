import { REQUEST_ID_HEADER } from '../../core/request-id';
import { z } from 'zod';
import {
  CAMERA_CONNECTIONS,
  CAMERA_STATES,
  EVENT_KINDS,
  EVENT_STATUSES,
  OUTPUT_STATES,
} from '../../contract/vocabulary';
import { PERIODS } from '../../contract/score';
import { SLUG_PATTERN } from '../../core/rooms';
import { line } from '../../core/text';

/** Fields that several calls share. */

/** Lower-case letters are as good as capitals; two events never differ in them alone. */
export const slug = z
  .string()
  .regex(SLUG_PATTERN, 'letters, digits, - and _ only, at most 64')
  .meta({ description: 'Letters, digits, - and _, at most 64.' });

/** ISO 8601 with a zone; the database knows times in UTC only. */
export const time = z.iso
  .datetime({ offset: true })
  .refine((text) => {
    const year = new Date(text).getUTCFullYear();
    return year >= 2000 && year < 2200;
  }, 'it lies too far away')
  .transform((text) => new Date(text))
  .meta({ description: 'ISO 8601 with a zone, between 2000 and 2199.', allOf: [{ pattern: '^2[01]' }] });

/** In answers: ISO 8601 in UTC. */
export const moment = z.iso.datetime();

/** A whole number of a query, which arrives as text. */
export const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'it must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `it must lie between ${min} and ${max}`)
    .meta({ override: { type: 'integer', pattern: undefined, minimum: min, maximum: max } });

/** The position in a log or chat up to which is read. */
export const position = whole(0, 999_999_999_999_999);

/** The same one again has no second effect and gets the same answer. */
export const requestId = line(100);

/** The id that the client gave, or else the one that the edge did. */
export function withRequestId<B extends { requestId?: string | undefined }>(body: B, request: Request): B {
  const { data } = requestId.safeParse(body.requestId ?? request.headers.get(REQUEST_ID_HEADER));
  return { ...body, requestId: data };
}

export const nothing = z.strictObject({});

/** A body in which every field may be missing, but not all of them. */
export const atLeastOne = <S extends z.ZodType<object>>(
  schema: S,
  message = 'Send at least one field to change',
) => schema.refine((body) => Object.keys(body).length > 0, message).meta({ minProperties: 1 });

export const EventStatus = z.enum(EVENT_STATUSES);
export const EventKind = z.enum(EVENT_KINDS);
export const OutputStatus = z.enum(OUTPUT_STATES);
export const CameraState = z.enum(CAMERA_STATES);
export const CameraConnection = z.enum(CAMERA_CONNECTIONS);

export const seq = z.number().int().min(0);

/** How a change of the program answers. */
export const Seq = z.object({ seq });

export const Camera = z
  .object({
    id: z.uuid(),
    number: z.number().int(),
    label: z.string(),
    state: CameraState,
    connection: CameraConnection,
    muted: z.boolean(),
    pictureOff: z.boolean(),
    mayStandStill: z.boolean(),
  })
  .meta({ id: 'camera' });

const ScoreSide = z.object({ name: z.string(), short: z.string(), points: z.number().int() });
export const scoreFields = {
  home: ScoreSide,
  away: ScoreSide,
  period: z.enum(PERIODS).nullable(),
  clock: z.object({
    ms: z.number(),
    startedAt: moment.nullable(),
    downFromMs: z
      .number()
      .optional()
      .meta({ description: 'Of a period that is counted down: shown is this less the reading.' }),
  }),
};

/** A token that joins LiveKit at `url`. */
export const MediaToken = z
  .object({
    token: z.string(),
    url: z.string(),
    room: z.string(),
    identity: z.string(),
    expiresAt: moment,
  })
  .meta({ id: 'mediaToken' });

export const Ticket = z.object({ ticket: z.string(), expiresInS: z.number().int() });

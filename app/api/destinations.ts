import { z } from 'zod';
import { DESTINATION_SERVERS, FIX_ACTIONS } from '../../contract/vocabulary';
import { DestinationTestResult } from '../../contract/destinations';
import { TOKEN_KEY_MAX } from '../../core/stream-key';
import { line } from '../../core/text';
import {
  DESTINATION_IDS,
  type DestinationId,
  DESTINATIONS,
  isDestinationId,
} from '../../plugins/destinations';
import {
  chooseServer,
  createDestination,
  findDestinationById,
  listDestinations,
  removeDestination,
  setDestinationEnabled,
  updateDestination,
} from '../domain/destinations/manage-destinations';
import { testDestination } from '../domain/destinations/try-destination';
import { endpoint } from './define';
import { moment, nothing, OutputStatus } from './fields';

const settings = z
  .record(z.string().max(40), z.string().max(500 + TOKEN_KEY_MAX))
  .refine((fields) => Object.keys(fields).length <= 20, 'at most 20 settings')
  .meta({ maxProperties: 20 });
const streamKey = z.string().max(TOKEN_KEY_MAX + 50);
/** Values of the fields of type `secret`; an empty one takes the stored one away. */
const secrets = z
  .record(z.string().max(40), z.string().max(512))
  .refine((fields) => Object.keys(fields).length <= 10, 'at most 10 secrets')
  .meta({ maxProperties: 10 });

const CreateDestinationBody = z
  .strictObject({
    plugin: z
      .string()
      .refine(isDestinationId, 'it is no kind of destination that is known here')
      .meta({ enum: DESTINATION_IDS }),
    label: line(60).optional(),
    settings: settings.default({}),
    streamKey: streamKey.default(''),
    secrets: secrets.default({}),
    enabled: z.boolean().optional(),
  })
  .meta({ allOf: DESTINATION_IDS.map(fieldsOf) });

/** What a kind of destination asks for, which its plug-in checks, as a rule of the body's description. */
function fieldsOf(plugin: DestinationId) {
  const { fields, keyRequired } = DESTINATIONS[plugin];
  const part = (secret: boolean) => {
    const own = fields.filter(({ type }) => (type === 'secret') === secret);
    return {
      properties: Object.fromEntries(
        own.map(({ name, help, required, options }) => [
          name,
          {
            description: help,
            ...(required && { minLength: 1 }),
            ...(options && { enum: options.map(({ value }) => value) }),
          },
        ]),
      ),
      additionalProperties: false,
      required: own.filter(({ required }) => required).map(({ name }) => name),
    };
  };
  const required = [
    ...(fields.some((field) => field.required && field.type !== 'secret') ? ['settings'] : []),
    ...(keyRequired ? ['streamKey'] : []),
  ];
  return {
    if: { properties: { plugin: { const: plugin } }, required: ['plugin'] },
    then: {
      properties: {
        settings: part(false),
        secrets: part(true),
        ...(keyRequired && { streamKey: { minLength: 1 } }),
      },
      required,
    },
  };
}

const UpdateDestinationBody = z
  .strictObject({ label: line(60), settings, streamKey, secrets, enabled: z.boolean() })
  .partial();

const server = z.enum(DESTINATION_SERVERS);

const Destination = z
  .object({
    id: z.uuid(),
    plugin: z.string(),
    label: z.string(),
    settings: z.record(z.string(), z.string()),
    enabled: z.boolean(),
    status: OutputStatus,
    since: moment,
    kbps: z.number(),
    retries: z.number().int(),
    verdict: z.string().nullable(),
    remedy: z.enum(FIX_ACTIONS).nullable(),
    server,
    hasBackup: z.boolean(),
    keyHint: z.string(),
    secrets: z.array(z.string()),
    secretHints: z.record(z.string(), z.string()),
    address: z.string(),
  })
  .meta({ id: 'destination' });

export const destinations = [
  endpoint('GET /api/v1/events/:slug/destinations', {
    who: 'crew',
    says: '`[destination]`',
    answer: z.array(Destination),
    does: ({ services, actor, slug }) => listDestinations(services, actor, slug),
  }),
  endpoint('POST /api/v1/events/:slug/destinations', {
    who: 'owner',
    says: 'destination',
    body: CreateDestinationBody,
    answer: Destination,
    status: 201,
    fails: ['conflict'],
    does: ({ services, actor, slug, body }) => {
      const label = body.label ?? DESTINATIONS[body.plugin].label;
      return createDestination(services, actor, slug, { ...body, label });
    },
  }),
  endpoint('GET /api/v1/events/:slug/destinations/:id', {
    who: 'crew',
    says: 'destination',
    answer: Destination,
    does: ({ services, actor, slug, id }) => findDestinationById(services, actor, slug, id),
  }),
  endpoint('PATCH /api/v1/events/:slug/destinations/:id', {
    who: 'owner',
    says: 'destination; what is left out stays, an empty key or secret takes it away',
    body: UpdateDestinationBody,
    answer: Destination,
    does: ({ services, actor, slug, id, body }) => updateDestination(services, actor, slug, id, body),
  }),
  endpoint('DELETE /api/v1/events/:slug/destinations/:id', {
    who: 'owner',
    says: '',
    answer: null,
    does: ({ services, actor, slug, id }) => removeDestination(services, actor, slug, id),
  }),
  endpoint('POST /api/v1/events/:slug/destinations/:id/start', {
    who: 'director',
    says: 'destination; to start one that is in trouble is to try it again at once',
    body: nothing,
    answer: Destination,
    does: ({ services, actor, slug, id }) => setDestinationEnabled(services, actor, slug, id, true),
  }),
  endpoint('POST /api/v1/events/:slug/destinations/:id/stop', {
    who: 'director',
    says: 'destination',
    body: nothing,
    answer: Destination,
    does: ({ services, actor, slug, id }) => setDestinationEnabled(services, actor, slug, id, false),
  }),
  endpoint('POST /api/v1/events/:slug/destinations/:id/server', {
    who: 'director',
    says: 'destination; sends the program to this one of its two servers from now on. 409 where there is one only',
    body: z.strictObject({ server }),
    answer: Destination,
    fails: ['conflict'],
    does: ({ services, actor, slug, id, body }) => chooseServer(services, actor, slug, id, body.server),
  }),
  endpoint('POST /api/v1/events/:slug/destinations/:id/test', {
    who: 'director',
    says: '`{ok, text, side, remedy, tookMs}`: the whole way up to the first picture and back, or with `pictures` ten seconds of slate (SRT always), while it is not on the air; at most 20 a minute',
    body: z.strictObject({ pictures: z.boolean().default(false) }),
    answer: DestinationTestResult,
    fails: ['conflict'],
    limits: ['destinationTestsPerMinute'],
    does: ({ services, actor, slug, id, body }) => testDestination(services, actor, slug, id, body.pictures),
  }),
] as const;

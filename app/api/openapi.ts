import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from 'zod-openapi';
import { ERROR_STATUS, type ErrorCode } from '../../contract/errors';
import { CHAT_REASONS } from '../../contract/vocabulary';
import { id } from '../../core/text';
import { LIMITS, RATES } from '../config/limits';
import type { CookieNames } from '../http/cookies';
import type { Who } from './actor';
import type { Row } from './define';
import { slug } from './fields';

/** Rows by noun, as table.ts has them. */
export type Nouns = Readonly<Record<string, readonly Row[]>>;
export type OpenApi = ReturnType<typeof openApi>;

/** When each code is answered. */
export const ERRORS: Record<ErrorCode, string> = {
  bad_request: 'wrong type, unknown field, parameter given twice, no JSON',
  unauthenticated: 'no token, or one that is not known',
  forbidden: 'known, but may not do this',
  not_found: 'not there, or not yours: the answer is the same',
  conflict: 'not in this state, or taken',
  stale:
    'somebody changed the program since `seenSeq`; with `program` (as it is) and `changedBy`. Likewise of the score',
  gone: 'over',
  too_large: `more than ${LIMITS.bodyBytes.toLocaleString('en')} bytes`,
  unsupported_media: 'a body without `Content-Type: application/json`',
  rate_limited: 'too often; `Retry-After` says when, in seconds',
  internal: 'an error of ours; it is in `web.log`',
  unavailable: 'database or LiveKit do not answer; `Retry-After`. The program goes on',
};

type Scheme = 'token' | 'session' | 'crewLink' | 'ticket' | 'device' | 'livekit';

const TEAM: Scheme[] = ['token', 'session'];
const CREW: Scheme[] = [...TEAM, 'crewLink'];

/** Who each is, and by which of the schemes they are known: one of them is enough, none is no list. */
export const WHO: Record<Who, { says: string; schemes: Scheme[] }> = {
  anyone: { says: 'anyone', schemes: [] },
  livekit: { says: 'LiveKit, by its signature', schemes: ['livekit'] },
  viewer: { says: 'viewer’s ticket', schemes: ['ticket'] },
  speaker: { says: 'viewer’s ticket, or crew', schemes: ['ticket', ...CREW] },
  phone: { says: 'device cookie', schemes: ['device'] },
  member: { says: 'owner', schemes: TEAM },
  crew: { says: 'crew', schemes: CREW },
  scorer: { says: 'scorer', schemes: CREW },
  moderator: { says: 'moderator', schemes: CREW },
  host: { says: 'host', schemes: CREW },
  assistant: { says: 'assistant', schemes: CREW },
  director: { says: 'director', schemes: CREW },
  owner: { says: 'owner', schemes: TEAM },
};

/** The description of every row, OpenAPI 3.1. @param cookies of the installation that describes itself */
export function openApi(nouns: Nouns, cookies: CookieNames) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [noun, rows] of Object.entries(nouns)) {
    for (const row of rows) {
      const path = row.path.replace(/:(\w+)/g, '{$1}');
      paths[path] = { ...paths[path], [row.method.toLowerCase()]: operation(noun, row) };
    }
  }
  return createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Touchline control API',
        version: '1',
        description:
          'JSON in and out. Times are ISO 8601 in UTC, ids are opaque strings. More fields may come, none is renamed. ' +
          'Unknown fields of a request are refused. A request that changes something must not come from another site’s page.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: Object.keys(nouns).map((noun) => ({ name: titleOf(noun) })),
      paths,
      components: { securitySchemes: schemes(cookies) },
    },
    {
      override: ({ jsonSchema, zodSchema, io }) => {
        // More fields may come: an answer is open unless its schema is strict.
        const { def } = zodSchema._zod;
        if (io === 'output' && def.type === 'object' && !def.catchall) delete jsonSchema.additionalProperties;
        // The whole range of a double says nothing.
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
        if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      },
    },
  );
}

function operation(noun: string, row: Row): ZodOpenApiOperationObject {
  const { schemes: known } = WHO[row.who];
  const params = { slug, id };
  const inPath = (['slug', 'id'] as const).filter((name) => row.path.includes(`:${name}`));
  return {
    operationId: operationId(row),
    tags: [titleOf(noun)],
    description: sentence(row.says || 'no answer'),
    'x-who': WHO[row.who].says,
    ...(row.limits.length > 0 && {
      'x-limits': row.limits.map((name) => ({
        says: RATES[name].says,
        hits: LIMITS[name].hits,
        windowS: LIMITS[name].windowS,
        setting: RATES[name].setting,
      })),
    }),
    security: known.map((scheme) => ({ [scheme]: [] })),
    requestParams: {
      ...(inPath.length > 0 && {
        path: z.object(Object.fromEntries(inPath.map((name) => [name, params[name]]))),
      }),
      ...(row.query instanceof z.ZodObject && { query: row.query }),
    },
    ...(row.body && {
      requestBody: {
        // A missing body counts as {}.
        required: !row.body.safeParse({}).success,
        content: { 'application/json': { schema: row.body } },
      },
    }),
    responses: { ...successes(row), ...refusals(row) },
  };
}

function successes(row: Row): Record<string, ZodOpenApiResponseObject> {
  const entries = Object.entries(row.answers).map(([status, schema]) => {
    const files = row.file.map((type) => [type, { schema: type === JSON_TYPE && schema ? schema : FILE }]);
    const json = schema && { content: { [JSON_TYPE]: { schema } } };
    const response: ZodOpenApiResponseObject = {
      description: schema ? (SUCCESSES[status] ?? 'done') : 'done; no body',
      ...(files.length > 0 ? { content: Object.fromEntries(files) } : json),
    };
    return [status, response] as const;
  });
  const ranges =
    206 in row.answers ? [['416', { description: 'the range lies outside the file' }] as const] : [];
  return Object.fromEntries([...entries, ...ranges]);
}

const JSON_TYPE = 'application/json';
const FILE = z.string().meta({ format: 'binary' });
const SUCCESSES: Record<string, string> = {
  200: 'done',
  201: 'made',
  202: 'not yet',
  206: 'a part of the file',
};

/** By status, as a row's own refusals and those that follow from its columns. */
function refusals(row: Row): Record<string, ZodOpenApiResponseObject> {
  const codes = refusalsOf(row);
  const statuses = new Set(codes.map((code) => ERROR_STATUS[code]));
  return Object.fromEntries(
    [...statuses].map((status) => [status, refusal(codes.filter((code) => ERROR_STATUS[code] === status))]),
  );
}

export function refusalsOf(row: Row): ErrorCode[] {
  const { path, who, body, query, limits } = row;
  const changes = row.method !== 'GET';
  const hasParts = path.includes(':');
  const codes = new Set<ErrorCode>([
    ...(body || query || hasParts ? (['bad_request'] as const) : []),
    ...(WHO[who].schemes.length > 0 ? (['unauthenticated'] as const) : []),
    // A page of another site may change nothing for anyone.
    ...(changes || !OPEN_TO_ALL.includes(who) ? (['forbidden'] as const) : []),
    ...(hasParts ? (['not_found'] as const) : []),
    ...row.fails,
    ...(changes ? (['too_large'] as const) : []),
    ...(body ? (['unsupported_media'] as const) : []),
    ...(limits.length > 0 ? (['rate_limited'] as const) : []),
    'internal',
    'unavailable',
  ]);
  return ALL_CODES.filter((code) => codes.has(code));
}

const OPEN_TO_ALL: Who[] = ['anyone', 'member', 'crew'];
const ALL_CODES = Object.keys(ERROR_STATUS).filter((code): code is ErrorCode => code in ERROR_STATUS);

const retryAfter = z.object({
  'Retry-After': z.string().regex(/^\d+$/).optional().meta({ description: 'Seconds.' }),
});

/** One component for each set of codes, so that the document says each once. */
function refusal(codes: ErrorCode[]): ZodOpenApiResponseObject {
  const name = codes.map((code, at) => camel(code, at > 0)).join('Or');
  const known = made.get(name);
  if (known) return known;
  const response: ZodOpenApiResponseObject = {
    id: name,
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code]}`).join('. Or '),
    ...(codes.some((code) => WAITS.includes(code)) && { headers: retryAfter }),
    content: { 'application/json': { schema: z.looseObject({ error: errorOf(codes) }) } },
  };
  made.set(name, response);
  return response;
}

const made = new Map<string, ZodOpenApiResponseObject>();
const WAITS: ErrorCode[] = ['rate_limited', 'unavailable'];

/** A sentence for a person, and facts next to it. */
const errorOf = (codes: ErrorCode[]) =>
  z.looseObject({
    code: z.enum(codes),
    message: z.string(),
    ...(codes.includes('bad_request') && {
      field: z.string().optional().meta({ description: 'Where one field is wrong.' }),
    }),
    ...(codes.some((code) => OF_CHAT.includes(code)) && {
      reason: z.enum(CHAT_REASONS).optional().meta({ description: 'Why a chat message was refused.' }),
    }),
  });

const OF_CHAT: ErrorCode[] = ['bad_request', 'forbidden', 'conflict', 'rate_limited'];

function schemes({ session, device, crew }: CookieNames) {
  const cookie = (name: string, description: string) =>
    ({ type: 'apiKey', in: 'cookie', name, description }) as const;
  const bearer = (description: string) => ({ type: 'http', scheme: 'bearer', description }) as const;
  const all: Record<Scheme, ReturnType<typeof cookie> | ReturnType<typeof bearer>> = {
    token: bearer(
      'A token of a team: `npm run --silent admin -- create-token --name NAME`. Acts as an owner.',
    ),
    session: cookie(session, 'A signed-in person of the team.'),
    crewLink: cookie(crew('{slug}'), 'Who opened a crew link of the event with this slug, within its role.'),
    ticket: bearer('A viewer’s ticket: `POST /api/realtime/ticket`.'),
    device: cookie(device, 'A phone that joined: `POST /api/cameras/register` sets it.'),
    livekit: bearer('A JWT by LiveKit’s key, with the hash of the raw body.'),
  };
  return all;
}

const camel = (words: string, capital: boolean) =>
  words.replace(/(^|_)(\w)/g, (_, start: string, letter: string) =>
    start === '_' || capital ? letter.toUpperCase() : letter,
  );

export const sentence = (says: string) => `${says.charAt(0).toUpperCase()}${says.slice(1)}.`;

/** `crewLinks` is shown as `Crew links`. */
export const titleOf = (noun: string) =>
  sentence(noun.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)).slice(0, -1);

/** `POST /api/v1/events/:slug/cut` is `postEventsSlugCut`. */
function operationId({ method, path }: Row): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => !['', 'api', 'v1'].includes(word));
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

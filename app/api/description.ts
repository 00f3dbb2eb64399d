import { z } from 'zod';
import { ERROR_STATUS } from '../../contract/errors';
import { RATES } from '../config/limits';
import { namesFor } from '../http/cookies';
import { answer } from '../http/body';
import type { Services } from '../services';
import { endpoint, type Row } from './define';
import { ERRORS, type Nouns, openApi, type OpenApi, refusalsOf, sentence, titleOf, WHO } from './openapi';
import { Schema, typeText } from './schema-text';

/** Programs that fetch it each minute cost little; a new version is known within five. */
const CACHE = 'public, max-age=300';

const made = new Map<string, ReturnType<typeof describe>>();

/** The description for programs and for the page, made once for each set of cookie names, which are two. */
export function described(request: Request, services: Pick<Services, 'instanceId'>, nouns: Nouns) {
  const cookies = namesFor(request, services.instanceId);
  const found = made.get(cookies.session) ?? describe(nouns, cookies);
  made.set(cookies.session, found);
  return found;
}

function describe(nouns: Nouns, cookies: Parameters<typeof openApi>[1]) {
  const document = openApi(nouns, cookies);
  return { document, reference: reference(nouns, document) };
}

/** The API's description of itself. @param nouns read at the call, as the table holds this row, too */
export const describing = (nouns: () => Nouns) =>
  [
    endpoint('GET /api/v1/openapi.json', {
      who: 'anyone',
      says: 'this description, OpenAPI 3.1',
      answer: z.looseObject({ openapi: z.string() }),
      does: ({ request, services }) => {
        const { document } = described(request, services, nouns());
        return Promise.resolve(answer(document, 200, { 'Cache-Control': CACHE }));
      },
    }),
  ] as const;

const Content = z.record(z.string(), z.object({ schema: Schema }));
const Operation = z.object({
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema: Schema }))
    .default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ content: Content.optional() })),
});
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
});

const lines = ({ properties = {}, required = [] }: Schema) =>
  Object.entries(properties).map(([name, schema]) => ({
    name,
    required: required.includes(name),
    type: typeText(schema),
    says: schema.description ?? '',
  }));

/** What the page about the API shows: the description, ordered for people. */
export function reference(nouns: Nouns, openapi: OpenApi) {
  const document = Document.parse(JSON.parse(JSON.stringify(openapi)));
  const call = (row: Row) => {
    const path = row.path.replace(/:(\w+)/g, '{$1}');
    const operation = Operation.parse(document.paths[path]?.[row.method.toLowerCase()]);
    const [body] = Object.values(operation.requestBody?.content ?? {});
    return {
      method: row.method,
      path: row.path,
      who: WHO[row.who].says,
      says: row.says && sentence(row.says),
      query: operation.parameters
        .filter((parameter) => parameter.in === 'query')
        .map(({ name, required, schema }) => ({
          name,
          required: required === true,
          type: typeText(schema),
          says: schema.description ?? '',
        })),
      /** Fields of each shape that the body may have. */
      bodies: (body?.schema.oneOf ?? (body ? [body.schema] : [])).map(lines).filter((one) => one.length > 0),
      answers: Object.entries(operation.responses)
        .filter(([status]) => Number(status) < 300)
        .map(([status, { content = {} }]) => {
          const [type = '', { schema } = { schema: {} }] = Object.entries(content)[0] ?? [];
          const shown = type === 'application/json' || type === '' ? '' : Object.keys(content).join(', ');
          return { status, type: type === '' ? '' : shown || typeText(schema) };
        }),
      refusals: refusalsOf(row)
        .filter((code) => code !== 'internal' && code !== 'unavailable')
        .map((code) => `${ERROR_STATUS[code]} ${code}`),
      limits: row.limits.map((name) => RATES[name].says),
    };
  };
  return {
    nouns: Object.entries(nouns).map(([noun, rows]) => ({ title: titleOf(noun), calls: rows.map(call) })),
    shapes: Object.entries(document.components.schemas).map(([name, schema]) => ({
      name,
      fields: lines(schema),
    })),
    errors: Object.entries(ERRORS).map(([code, says]) => ({ code, says })),
  };
}

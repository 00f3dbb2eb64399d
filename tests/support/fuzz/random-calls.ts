import type { Touchline } from '../product/product';
import type { ApiActor } from './api-actors';
import { ODD, type Random } from './random';

interface Operation {
  operationId: string;
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, unknown>;
}

/**
 * What would reach beyond this machine (a name is looked up, a destination connected to), or end the event
 * for all that follow.
 */
export const LEFT_OUT = ['postEventsSlugStart', 'postEventsSlugDestinationsIdTest', 'deleteEventsSlug'];
/** Of each endpoint by each kind of client. */
const EACH = 2;

/** Calls by the product's own description, mostly with fields that it names and values that it does not. */
export async function randomCalls(product: Touchline, actors: Record<string, ApiActor>, random: Random) {
  const described = (await (await fetch(`${product.baseUrl}/api/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  const undescribed: string[] = [];
  let calls = 0;
  for (const [path, operations] of Object.entries(described.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (LEFT_OUT.includes(operation.operationId)) continue;
      for (const [name, actor] of Object.entries(actors)) {
        for (let call = 0; call < EACH; call++) {
          const status = await randomCall(product, { path, method, operation, actor, random });
          calls += 1;
          if (!(status in operation.responses)) undescribed.push(`${name}: ${method} ${path}: ${status}`);
          if (status >= 500) undescribed.push(`${name}: ${method} ${path}: ${status}, an error of ours`);
        }
      }
    }
  }
  return { calls, undescribed };
}

interface Call {
  path: string;
  method: string;
  operation: Operation;
  actor: ApiActor;
  random: Random;
}

async function randomCall(
  { baseUrl }: Touchline,
  { path, method, operation, actor, random }: Call,
): Promise<number> {
  const { slug, ids } = actor.event;
  const noun = path.split('/').at(path.split('/').indexOf('{id}') - 1) ?? '';
  const odd = () => encodeURIComponent(random.pick(ODD).replace(/[\ud800-\udfff]/g, '') || 'x');
  const part = (known: string | undefined) => (random.chance(80) && known ? known : odd());
  const address = path.replace('{slug}', part(slug)).replace('{id}', part(ids[noun]?.[0]));
  const query = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query' && random.chance(70))
    .map(({ name }) => `${name}=${random.chance(50) ? random.int(1000) : odd()}`);
  const hasBody = operation.requestBody !== undefined || random.chance(10);
  const answer = await fetch(`${baseUrl}${address}${query.length > 0 ? `?${query.join('&')}` : ''}`, {
    method: method.toUpperCase(),
    redirect: 'manual',
    headers: {
      ...actor.headers,
      'x-forwarded-for': `198.18.${random.int(256)}.${random.int(256)}`,
      ...(hasBody && { 'content-type': random.chance(95) ? 'application/json' : 'text/plain' }),
    },
    ...(hasBody && method !== 'get' && { body: body(operation, random) }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

function body({ requestBody }: Operation, random: Random): string {
  const text = JSON.stringify(requestBody?.content['application/json']?.schema ?? {});
  const names = [...text.matchAll(/"(\w+)":\{/g)].map(([, name = '']) => name);
  const fields = random.some(
    4,
    () => [names[random.int(Math.max(1, names.length))] ?? 'x', random.json(2)] as const,
  );
  const json = JSON.stringify(random.chance(85) ? Object.fromEntries(fields) : random.json());
  if (random.chance(90)) return json;
  // Deep, or with one name twice, or no JSON.
  return random.pick([
    '['.repeat(5_000),
    `{"a":${'{"a":'.repeat(2_000)}1${'}'.repeat(2_001)}`,
    '{"title":1,"title":"a"}',
    json.slice(1),
  ]);
}

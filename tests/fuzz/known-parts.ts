import { LEFT_OUT } from '../support/fuzz/random-calls';
import type { FuzzEvent } from '../support/fuzz/api-actors';

/** As the product describes one of its endpoints. */
interface Operation {
  operationId: string;
  parameters?: { in: string; name: string; schema: unknown }[];
  requestBody?: { content: Record<string, { schema: { properties?: Record<string, unknown> } }> };
  responses: Record<string, unknown>;
}
export interface Description {
  paths: Record<string, Record<string, Operation>>;
}

/** An id that is well-formed and nobody's. */
const NOBODYS = '00000000-0000-4000-8000-000000000000';
/** Fields of bodies and queries that name something, and the part of an address that names the same. */
const FIELDS: Record<string, string> = {
  room: 'slug',
  cameraId: 'cameras',
  messageId: 'messages',
  pointId: 'points',
  code: 'code',
};
/** Names of new events; short ones would be what an address that is to be wrong happens to name. */
const NEW = ['slug', 'showId', 'title'];
const nameOf = (part: string): string => `known-${part}`;

/**
 * The description, in which an address names what is there: without that nine calls of ten end at the first
 * question, whose event it is. The generator knows names only, which each client's own event stands behind,
 * also when that event is replaced. What it makes of an address in order to be wrong stays as it is.
 */
export function withKnownParts(described: Description): Description {
  const known: Description = structuredClone(described);
  for (const [path, operations] of Object.entries(known.paths)) {
    const noun = path.split('/').at(path.split('/').indexOf('{id}') - 1) ?? '';
    const parts: Record<string, string[]> = { slug: [nameOf('slug')], id: [nameOf(noun), NOBODYS] };
    for (const { parameters, requestBody } of Object.values(operations)) {
      for (const parameter of parameters ?? []) {
        const there = parameter.in === 'path' ? parts[parameter.name] : undefined;
        const field = parameter.in === 'query' ? FIELDS[parameter.name] : undefined;
        if (there) parameter.schema = { type: 'string', enum: there };
        else if (field) parameter.schema = { anyOf: [{ enum: [nameOf(field)] }, parameter.schema] };
      }
      const fields = requestBody?.content['application/json']?.schema.properties ?? {};
      for (const [name, schema] of Object.entries(fields)) {
        const field = FIELDS[name];
        if (NEW.includes(name)) fields[name] = { ...(schema as object), minLength: 12 };
        if (field) fields[name] = { anyOf: [{ enum: [nameOf(field)] }, schema] };
      }
    }
  }
  return known;
}

/** Puts in what those names mean for one client. */
export function fillIn(text: string, { slug, ids }: FuzzEvent): string {
  return text.replace(/known-(crew-links|[a-z]+)/g, (_, part: string) =>
    part === 'slug' ? slug : (ids[part]?.[0] ?? NOBODYS),
  );
}

/** Which endpoint a request is one of, if any. */
export function endpointsOf({ paths }: Description) {
  const known = Object.entries(paths).map(([path, operations]) => ({
    path,
    operations,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
  }));
  return (method: string, url: string) => {
    const [asked = ''] = url.split('?');
    const found = known.find(({ pattern }) => pattern.test(asked));
    const operation = found?.operations[method.toLowerCase()];
    return found && operation && !LEFT_OUT.includes(operation.operationId)
      ? { path: found.path, operation }
      : null;
  };
}

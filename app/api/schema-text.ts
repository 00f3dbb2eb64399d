import { z } from 'zod';

/** What of a JSON schema is shown to people. */
export interface Schema {
  $ref?: string | undefined;
  type?: string | string[] | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  format?: string | undefined;
  description?: string | undefined;
  default?: unknown;
  minimum?: number | undefined;
  maximum?: number | undefined;
  maxLength?: number | undefined;
  items?: Schema | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  additionalProperties?: unknown;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
}

export const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    format: z.string().optional(),
    description: z.string().optional(),
    default: z.unknown().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    maxLength: z.number().optional(),
    items: Schema.optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.unknown().optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
  }),
);

/** Either of several shapes; rules about a shape's own fields are none. */
const choices = ({ anyOf, oneOf, properties }: Schema): Schema[] =>
  properties ? [] : (oneOf ?? anyOf ?? []);

/** The names of an object's fields, `{cameraId, transition?}`; '' for what has none. */
export function shapeText(schema: Schema): string {
  const either = choices(schema);
  if (either.length > 0) return [...new Set(either.map(shapeText))].filter(Boolean).join(' or ');
  const names = Object.keys(schema.properties ?? {}).map(
    (name) => name + (schema.required?.includes(name) ? '' : '?'),
  );
  return names.length > 0 ? `{${names.join(', ')}}` : '';
}

/** The type of a value in a few words: `"single"`, `text`, `whole number, 1 to 500`, `[camera]`. */
export function typeText(schema: Schema): string {
  if (schema.$ref) return refName(schema.$ref);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(', ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const either = choices(schema);
  if (either.length > 0) return either.map(typeText).join(' or ');
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => typeText({ ...schema, type })).join(' or ');
  }
  switch (schema.type) {
    case 'null':
      return 'null';
    case 'string':
      return TEXTS[schema.format ?? ''] ?? 'text';
    case 'integer':
      return `whole number${range(schema)}`;
    case 'array':
      return `[${schema.items ? typeText(schema.items) : 'anything'}]`;
    case 'object':
      return shapeText(schema) || 'object';
    default:
      return schema.type ?? 'anything';
  }
}

const TEXTS: Record<string, string> = { 'date-time': 'time', uuid: 'id', binary: 'file' };

function range({ minimum, maximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`;
  return minimum === undefined ? '' : `, ${minimum} or more`;
}

export const refName = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1);

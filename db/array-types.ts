/**
 * SQL type and OID of each array type that our queries use (pg_type.dat; OIDs of built-in types never
 * change).
 */
const ARRAY_OIDS = { text: 1009, uuid: 2951, integer: 1007, bigint: 1016 } as const;

interface ArrayType {
  to: number;
  from: number[];
  serialize: (values: readonly unknown[]) => string;
  parse: (text: string) => unknown[];
}

/**
 * Array types for postgres.js. Without them it queries all array types on each new connection, and a
 * connection that ends in that moment (a restart of the database) leaves a rejection that nothing can catch:
 * the process would die.
 */
export function arrayTypes(): Record<string, ArrayType> {
  return Object.fromEntries(
    Object.entries(ARRAY_OIDS).map(([element, oid]) => {
      const numeric = element === 'integer' || element === 'bigint';
      const parse = (text: string): unknown[] =>
        parseArray(text).map((value) => (numeric && value !== null ? Number(value) : value));
      return [`${element}Array`, { to: oid, from: [oid], serialize: arrayLiteral, parse }];
    }),
  );
}

/** In PostgreSQL's array notation, each element quoted. */
function arrayLiteral(values: readonly unknown[]): string {
  const elements = values.map((value) =>
    value === null || value === undefined ? 'null' : `"${String(value).replaceAll(/["\\]/g, '\\$&')}"`,
  );
  return `{${elements.join(',')}}`;
}

/** One-dimensional arrays only. */
function parseArray(text: string): (string | null)[] {
  const elements = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs);
  return [...elements].map(([, quoted, plain]) =>
    quoted !== undefined ? quoted.replaceAll(/\\(.)/gs, '$1') : plain === 'NULL' ? null : (plain ?? ''),
  );
}

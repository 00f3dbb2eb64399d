/**
 * SQL's name of each kind of array that our queries use, and PostgreSQL's number for it (pg_type.dat, fixed
 * for ever).
 */
const ARRAY_OIDS = { text: 1009, uuid: 2951, integer: 1007, bigint: 1016 } as const;

interface ArrayType {
  to: number;
  from: number[];
  serialize: (values: readonly unknown[]) => string;
  parse: (text: string) => unknown[];
}

/**
 * Arrays for postgres.js. Left to itself it asks each new connection for all array types, and a connection
 * that ends in just that moment (a restart of the database) leaves a rejection that nobody can catch: the
 * process would die of it.
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

/** An array in PostgreSQL's own notation, each element in quotes. */
function arrayLiteral(values: readonly unknown[]): string {
  const elements = values.map((value) =>
    value === null || value === undefined ? 'null' : `"${String(value).replaceAll(/["\\]/g, '\\$&')}"`,
  );
  return `{${elements.join(',')}}`;
}

/** Elements of a one-dimensional array in PostgreSQL's notation. */
function parseArray(text: string): (string | null)[] {
  const elements = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs);
  return [...elements].map(([, quoted, plain]) =>
    quoted !== undefined ? quoted.replaceAll(/\\(.)/gs, '$1') : plain === 'NULL' ? null : (plain ?? ''),
  );
}

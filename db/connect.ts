import postgres from 'postgres';
import { driverAddress } from '../core/database-address';
import { AnsweringSockets } from './answering-socket';
import { driverTls } from './database-tls';

export type Sql = postgres.Sql<{ bigint: number }>;
export type Tx = postgres.TransactionSql<{ bigint: number }>;

export interface ConnectOptions {
  /** Connections of the pool. */
  max?: number;
  /** Shown in pg_stat_activity. */
  name?: string;
  /** A longer statement fails, so that a command says "try again" instead of hanging (F3). */
  statementTimeoutMs?: number;
  /**
   * Postgres itself checks whether this client is alive and ends the session, with its locks, after about ten
   * seconds of a dead network. TCP alone would take hours.
   */
  endWhenGone?: boolean;
}

/**
 * seq and counters are bigint in SQL; they stay far below 2^53, so a number is exact and JSON can carry it.
 */
const bigint = {
  to: 20,
  from: [20],
  serialize: (value: number) => value.toString(),
  parse: (text: string) => Number(text),
};

/**
 * What a server may take beyond `statementTimeoutMs`, after which it reports an error: its own delay, a slow
 * network, the disk on which a commit is stored.
 */
const ANSWER_MARGIN_MS = 2_000;

/** Throws when the database does not answer. */
export async function ping(sql: Sql): Promise<void> {
  await sql`select 1`;
}

/**
 * The database's clock, the same for all processes, at this statement: now() is when the transaction began,
 * which is before it waited for a lock.
 */
export async function databaseTime(tx: Tx): Promise<Date> {
  const [row] = await tx<{ now: Date }[]>`select clock_timestamp() as now`;
  if (!row) throw new Error('The database gave no time.');
  return row.now;
}

export const STATEMENT_MS = 2_000;
export const IDLE_IN_TRANSACTION_MS = 10_000;

/**
 * A pool. Connects at the first query, fails a connect after 3 s, and retries after 0.25 s, so that we notice
 * the end of an outage at once. A server that is silent fails its statements and loses its connections (F6).
 */
export function connect(url: string, options: ConnectOptions = {}): Sql {
  const where = driverAddress(url);
  const statementTimeoutMs = options.statementTimeoutMs ?? STATEMENT_MS;
  const sockets = new AnsweringSockets(statementTimeoutMs + ANSWER_MARGIN_MS);
  const settings = {
    socket: sockets.open,
    max: options.max ?? 10,
    connect_timeout: 3,
    idle_timeout: 0,
    // postgres.js waits up to 15 s by default after an outage; with 0.25 s we were back 18 ms after it
    // (measured).
    backoff: () => 0.25,
    types: { bigint, ...arrayTypes() },
    fetch_types: false,
    onnotice: () => undefined,
    connection: {
      application_name: options.name ?? 'touchline',
      // A pooler takes no others; the login's own defaults count there (db/migrate.ts).
      ...(!where.pooled && {
        statement_timeout: statementTimeoutMs,
        idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      }),
      ...(!where.pooled &&
        options.endWhenGone && {
          tcp_keepalives_idle: 4,
          tcp_keepalives_interval: 2,
          tcp_keepalives_count: 3,
        }),
    },
  };
  return postgres(where.url, Object.assign(settings, where.options, { ssl: driverTls(where.tls) }));
}

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
function arrayTypes(): Record<string, ArrayType> {
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

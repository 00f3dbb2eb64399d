import { asEncrypted, asPooled } from '../core/database-address';
import { withTimeout } from '../core/time/with-timeout';
import { connect, type Sql, type Tx } from './connect';

/** Longer than a login takes anywhere; a pooler lets wait for two minutes. */
const ANSWER_MS = 15_000;
/** Transactions that are held open at once to see whether they get another client's connection. */
const HELD = 3;

/** PostgreSQL's code where all connections, or all of the user's, are in use. */
const FULL = '53300';
/** PostgreSQL's code for a login that it does not understand, and PgBouncer's for settings in it. */
const PROTOCOL = '08P01';

/**
 * Looks whether a pooler is in between (PgBouncer and its like, which managed servers often name first), and
 * of what kind. One that lends whole sessions works: it then gets none of the settings that it refuses at the
 * login. One that lends connections for single transactions does not: what is prepared, listened to or locked
 * belongs to a session.
 *
 * @returns the address to use
 * @throws an Error with the way out
 */
export async function throughPooler(url: string): Promise<string> {
  const address = await letIn(url);
  const [client, ...others] = Array.from({ length: 1 + HELD }, () =>
    connect(address, { max: 1, name: 'touchline-setup' }),
  );
  if (!client) return address;
  let answered = false;
  let release = () => undefined as void;
  const released = new Promise<void>((resolve) => (release = resolve));
  try {
    const look = async () => {
      const before = await backendOf(client);
      answered = true;
      // A transaction of another client gets the connection that this one lets go of, if it does.
      const begun = others.map(
        (one) =>
          new Promise<void>((resolve, reject) => {
            one
              .begin(async (tx) => {
                await backendOf(tx);
                resolve();
                await released;
              })
              .catch(reject);
          }),
      );
      await Promise.all(begun);
      return before === (await backendOf(client));
    };
    if (!(await withTimeout(ANSWER_MS, look(), 'Looking at the database')))
      throw new PoolerError('lends its connections for single transactions');
    return address;
  } catch (error) {
    if (error instanceof PoolerError || !answered) throw error;
    const hungUp = error instanceof Error && 'code' in error;
    // By the database itself, which had a connection left for the first one.
    if (hungUp && error.code === FULL) throw new Error(refusal(FULL, error.message), { cause: error });
    // Single queries are answered, and a transaction is hung up on (PgBouncer) or waits.
    throw new PoolerError(
      hungUp
        ? 'lends its connections for single statements'
        : `has room for fewer than ${HELD + 1} connections`,
    );
  } finally {
    release();
    await Promise.all([client, ...others].map((sql) => sql.end({ timeout: 1 })));
  }
}

/** Which of the server's processes answers; by the simple protocol, which prepares nothing. */
async function backendOf(sql: Sql | Tx): Promise<number> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`.simple();
  return row?.pid ?? 0;
}

class PoolerError extends Error {
  constructor(how: string) {
    super(
      `DATABASE_URL leads to a pooler that ${how}. Touchline needs sessions of its own: to hear of changes (LISTEN), for locks and for prepared statements. ` +
        'Give the address of PostgreSQL itself, often the one with port 5432, or one of a pool in session mode.',
    );
  }
}

/** A server that takes encrypted connections only, to one that is not: PostgreSQL, Azure, Neon. */
const UNENCRYPTED = /no encryption|SSL off|SSL connection is required|connection is insecure/i;

/**
 * The address as the server lets it in: encrypted where nothing is said of that and it insists, as managed
 * ones do, and without settings where a pooler refuses them.
 * @throws an Error with the way out
 */
async function letIn(url: string): Promise<string> {
  const sql = connect(url, { max: 1, name: 'touchline-setup' });
  try {
    await sql`select 1`.simple();
    return url;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // Without a message where a name has several addresses.
    const said = (error instanceof Error && error.message) || code;
    const encrypted = asEncrypted(url);
    if (code === PROTOCOL && /startup parameter/i.test(said)) return asPooled(url);
    if (UNENCRYPTED.test(said) && encrypted !== url) return await letIn(encrypted);
    const words = loginWords(code, said);
    throw words === null ? error : new Error(words, { cause: error });
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** PostgreSQL's code for a setting that it does not have. */
const UNKNOWN_SETTING = '42704';
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ALTNAME_INVALID|CERT_HAS_EXPIRED/;
const UNREACHED = new Set(
  'ECONNREFUSED ENOTFOUND EAI_AGAIN ETIMEDOUT EHOSTUNREACH ENETUNREACH ENOENT EACCES CONNECT_TIMEOUT'.split(
    ' ',
  ),
);
/** By PostgreSQL's code: what to do. */
const REFUSED: Record<string, string> = {
  '28P01': 'check user and password',
  '28000': 'check the user, and that pg_hba.conf lets it in from this machine',
  '3D000': 'check the name of the database after the last slash, or make it with "create database"',
  [FULL]: 'all of its connections are in use; allow it more, or end other clients',
};

const refusal = (code: string, said: string) =>
  `The database refuses DATABASE_URL (${said}): ${REFUSED[code]}.`;

/** A server without TLS says so and hangs up on what follows, or what it says is taken for TLS. */
const NO_TLS = /ERR_SSL_(WRONG_VERSION|PACKET_LENGTH)|before secure TLS connection/;

/** A refusal in words with the way out; null for one that says enough. */
function loginWords(code: string, said: string): string | null {
  const setting = code === UNKNOWN_SETTING ? /configuration parameter "([^"]*)"/.exec(said)?.[1] : undefined;
  if (setting !== undefined)
    return `DATABASE_URL has ${setting}=…, which the database does not know: leave it out.`;
  if (UNREACHED.has(code))
    return `No database answers at the address in DATABASE_URL (${said}): check host and port, and that PostgreSQL runs there and takes connections from this machine.`;
  if (REFUSED[code] !== undefined) return refusal(code, said);
  if (UNTRUSTED.test(code))
    return `The database's certificate is not trusted (${said}): name the file of its authority in DATABASE_URL, as in ?sslmode=verify-full&sslrootcert=/etc/ssl/database-ca.pem. With sslmode=require it is not checked.`;
  if (NO_TLS.test(`${code} ${said}`))
    return 'The database takes no encrypted connections: leave sslmode out of DATABASE_URL, or switch ssl on in the database.';
  return null;
}

/**
 * Whether the logins that the migration made are let in: pg_hba.conf, or a pooler's list, may know only the
 * administrator's.
 * @throws an Error with the way out
 */
export async function checkLogins(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const sql = connect(url, { max: 1, name: 'touchline-setup' });
    try {
      await withTimeout(ANSWER_MS, sql`select 1`.simple(), 'A login to the database');
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(
        `The database does not let in a login that Touchline made for itself: ${reason}. ` +
          'Let pg_hba.conf allow touchline_web and touchline_engine; a pooler in between has to look up logins (auth_query), or give the address of PostgreSQL itself.',
        { cause },
      );
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}

import { chownSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { withLogin } from '../../core/database-address';
import { connect } from '../../db/connect';
import { listen } from '../../db/listen';
import { migrate } from '../../db/migrate';
import { checkSessions } from '../../db/connection-budget';
import { checkLogins, throughPooler } from '../../db/pooler';
import { authorityFiles, makeAuthority, makeLeaf } from '../../supervisor/authority';
import { createSetupLink } from '../../supervisor/summary';
import { type PgBouncer, startPgBouncer } from '../support/database/pgbouncer';
import { startPostgres, type TestPostgres } from '../support/database/test-postgres';
import { until } from '../support/time/until';

/** Databases as hosting companies give them: an administrator without powers, and a pooler in front. */
let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.discard());

/** As PostgreSQL's own superuser: a user with the password x, and a database. */
async function make(user: string, rights: string, database: string, owner: string): Promise<void> {
  const sql = connect(server.url('postgres'), { max: 1 });
  try {
    await sql`select set_config('test.user', ${user}, false), set_config('test.rights', ${rights}, false)`;
    await sql`do $$ begin
      execute format('create role %I login %s password %L', current_setting('test.user'),
        current_setting('test.rights'), 'x');
    end $$`;
    await sql`create database ${sql(database)} owner ${sql(owner)}`;
  } finally {
    await sql.end();
  }
}

const as = (user: string, database: string) => withLogin(server.url(database), user, 'x');

describe('an administrator who is no superuser', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'touchline-managed-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  test('sets the database up, starts again, and makes the first owner’s link', async () => {
    await make('boss', 'createrole createdb', 'managed', 'boss');
    const admin = as('boss', 'managed');
    for (let start = 0; start < 2; start += 1) {
      const urls = await migrate(admin, { dataDir });
      await checkLogins([urls.webUrl, urls.engineUrl]);
      expect(await createSetupLink(admin)).toMatch(/^\/setup#/);
    }
    const sql = connect(admin, { max: 1 });
    const roles = await sql`
      select rolname as name, rolsuper or rolinherit or rolcreaterole or rolbypassrls as powerful from pg_roles
      where rolname in ('touchline_web', 'touchline_engine') order by 1`.finally(() => sql.end());
    expect(roles).toEqual([
      { name: 'touchline_engine', powerful: false },
      { name: 'touchline_web', powerful: false },
    ]);
  });

  test.each([
    ['may make no roles', 'plain', '', 'plain', /alter role plain createrole;/],
    [
      'does not own the database',
      'guest',
      'createrole',
      'postgres',
      /alter database not_guest owner to guest;/,
    ],
    [
      'did not make the roles that are there',
      'second',
      'createrole',
      'second',
      /grant touchline_web to second with admin option;/,
    ],
  ])('%s: the sentence names the statement that helps', async (_what, user, rights, owner, statement) => {
    await make(user, rights, `not_${user}`, owner);
    await expect(migrate(as(user, `not_${user}`), { dataDir })).rejects.toThrow(statement);
  });
});

describe('a server that takes encrypted connections only', () => {
  let secure: TestPostgres;
  let folder: string;
  let authority: string;
  beforeAll(async () => {
    secure = await startPostgres();
    folder = await mkdtemp(join(tmpdir(), 'touchline-tls-'));
    authority = join(folder, 'ca.pem');
    const ca = await makeAuthority([]);
    const leaf = await makeLeaf(authorityFiles(ca), ['localhost', '127.0.0.1']);
    writeFileSync(authority, ca.cert);
    writeFileSync(join(folder, 'other.pem'), (await makeAuthority([])).cert);
    const data = join(secure.dataDir, 'postgres');
    const owner = statSync(data);
    const put = (name: string, text: string) => {
      writeFileSync(join(data, name), text, { mode: 0o600 });
      chownSync(join(data, name), owner.uid, owner.gid);
    };
    put('server.crt', leaf.cert);
    put('server.key', leaf.key);
    put('pg_hba.conf', 'hostssl all all all scram-sha-256\nhostnossl all all all reject\n');
    const sql = connect(secure.url('postgres'), { max: 1 });
    await sql`alter system set ssl = on`;
    await sql`select pg_reload_conf()`.finally(() => sql.end());
    // Each process of the server reads its settings for itself.
    await until('the server to insist', () =>
      throughPooler(secure.url('postgres')).then((url) => url.includes('ssl')),
    );
  });
  afterAll(async () => {
    await secure.discard();
    await rm(folder, { recursive: true, force: true });
  });
  const at = (query: string) => `${secure.url('postgres')}?${query}`;

  test.each([
    ['nothing', () => secure.url('postgres')],
    ['sslmode=require', () => at('sslmode=require')],
    ['sslmode=no-verify', () => at('sslmode=no-verify')],
    ['the authority, to the host’s address', () => at(`sslmode=verify-full&sslrootcert=${authority}`)],
    ['the authority alone', () => at(`sslmode=verify-ca&sslrootcert=${authority}&sslnegotiation=direct`)],
    [
      'what only clients know',
      () => at('sslmode=prefer&sslcertmode=allow&connect_timeout=5&sslaccept=strict'),
    ],
  ])('is reached by an address that says %s, with every login of Touchline', async (_what, url) => {
    const address = await throughPooler(url());
    const urls = await migrate(address, { dataDir: secure.dataDir });
    await checkLogins([urls.webUrl, urls.engineUrl]);
    const sql = connect(urls.webUrl, { max: 1 });
    const [row] = await sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.finally(() =>
      sql.end(),
    );
    expect(row).toEqual({ ssl: true });
    await new Promise<void>((resolve) => {
      const listener = listen(urls.webUrl, {
        onRing: () => undefined,
        onListening: () => resolve(listener.close()),
      });
    });
  });

  test.each([
    [
      'an authority that signed it not',
      () => at(`sslmode=verify-full&sslrootcert=${join(folder, 'other.pem')}`),
      /certificate is not trusted.*sslrootcert=/,
    ],
    ['no authority', () => at('sslmode=verify-full'), /certificate is not trusted.*sslrootcert=/],
    [
      'a file that is not there',
      () => at('sslmode=verify-full&sslrootcert=/nowhere/ca.pem'),
      /names \/nowhere\/ca\.pem \(sslrootcert\), which cannot be read \(ENOENT\)/,
    ],
    [
      'a setting that nobody knows',
      () => at('sslmode=require&colour=blue'),
      /DATABASE_URL has colour=…, which the database does not know/,
    ],
    [
      'another server, which has no TLS',
      () => `${server.url('postgres')}?sslmode=require`,
      /takes no encrypted connections: leave sslmode out/,
    ],
  ])('refuses an address with %s in words', async (_what, url, told) => {
    await expect(throughPooler(url())).rejects.toThrow(told);
  });
});

test.each([
  [
    'where nobody listens',
    () => 'postgres://u:p@127.0.0.1:1/db',
    /^No database answers at the address in DATABASE_URL \(.*ECONNREFUSED/,
  ],
  [
    'of a name that is none',
    () => 'postgres://u:p@database.invalid/db',
    /^No database answers .* \(.*ENOTFOUND|EAI_AGAIN/,
  ],
  [
    'with a wrong password',
    () => withLogin(server.url('postgres'), 'postgres', 'wrong'),
    /refuses DATABASE_URL \(.*\): check user and password\.$/,
  ],
  [
    'of a database that is not there',
    () => server.url('nowhere'),
    /refuses DATABASE_URL \(.*\): check the name of the database/,
  ],
])('an address %s is refused in words that name the setting', async (_what, url, told) => {
  await expect(throughPooler(url())).rejects.toThrow(told);
});

test('a database with too few connections left is named as such, and not as a pooler', async () => {
  await make('narrow', 'connection limit 2', 'narrow', 'narrow');
  await expect(throughPooler(as('narrow', 'narrow'))).rejects.toThrow(
    /refuses DATABASE_URL \(too many connections.*\): all of its connections are in use; allow it more/,
  );
});

test('an address without a database means that of the user, for every login of Touchline', async () => {
  await make('solo', 'superuser', 'solo', 'solo');
  const { host } = new URL(server.url('solo'));
  const { webUrl } = await migrate(`postgres://solo:x@${host}`, { dataDir: server.dataDir });
  const sql = connect(webUrl, { max: 1 });
  const [row] = await sql`select current_database() as name`.finally(() => sql.end());
  expect(row).toEqual({ name: 'solo' });
});

describe('a pooler in front', () => {
  const poolers: PgBouncer[] = [];
  // Each keeps the connections that it has made, of which the server has a hundred.
  afterEach(() => Promise.all(poolers.splice(0).map((one) => one.stop())));
  const port = () => Number(new URL(server.url('postgres')).port);
  const secret = () => new URL(server.url('postgres')).password;

  async function pooler(mode: 'session' | 'transaction' | 'statement', more: Record<string, string> = {}) {
    const one = await startPgBouncer(port(), mode, { postgres: secret() }, more);
    poolers.push(one);
    const url = new URL(server.url('postgres'));
    url.port = String(one.port);
    return url.href;
  }

  test('of sessions, with its usual settings, carries web process and engine, their time limits too', async () => {
    const address = await throughPooler(await pooler('session', { auth_user: 'postgres' }));
    const urls = await migrate(address, { dataDir: server.dataDir });
    await checkLogins([urls.webUrl, urls.engineUrl]);
    const sql = connect(urls.webUrl, { max: 2 });
    const [limits] = await sql`
      select current_user as who, current_setting('statement_timeout') as statement,
        current_setting('idle_in_transaction_session_timeout') as idle`;
    expect(limits).toEqual({ who: 'touchline_web', statement: '2s', idle: '10s' });
    const rung = await new Promise((resolve) => {
      const listener = listen(urls.webUrl, {
        onRing: (ring) => void listener.close().then(() => resolve(ring)),
        onListening: () => void sql.notify('touchline', `${EVENT}:7`),
      });
    });
    await sql.end();
    expect(rung).toMatchObject({ seq: 7 });
  });

  test('of sessions that are fewer than Touchline opens is named at the start, with the number that works', async () => {
    const address = await throughPooler(
      await pooler('session', { auth_user: 'postgres', default_pool_size: '20' }),
    );
    const urls = await migrate(address, { dataDir: server.dataDir });
    expect(await checkSessions(urls, { webProcesses: 1, engineProcesses: 1 })).toMatch(
      /gives 20 sessions to touchline_web.*default_pool_size to \d+/,
    );
    await expect(checkSessions(urls, { webProcesses: 2, engineProcesses: 1 })).rejects.toThrow(
      /--web 1 --engines 1/,
    );
    const wide = await migrate(
      await throughPooler(await pooler('session', { auth_user: 'postgres', default_pool_size: '60' })),
      { dataDir: server.dataDir },
    );
    expect(await checkSessions(wide, { webProcesses: 1, engineProcesses: 1 })).toBe(null);
  });

  test.each([
    ['transaction', {}],
    ['transaction', { ignore_startup_parameters: 'statement_timeout,idle_in_transaction_session_timeout' }],
    ['statement', {}],
  ] as const)('of single %ss is refused with the way out (%j)', async (mode, more) => {
    await expect(throughPooler(await pooler(mode, more))).rejects.toThrow(
      /^DATABASE_URL leads to a pooler that lends its connections for single .*port 5432, or one of a pool in session mode\.$/s,
    );
  });

  test('that does not know the logins of Touchline is named', async () => {
    const address = await throughPooler(await pooler('session'));
    const urls = await migrate(address, { dataDir: server.dataDir });
    await expect(checkLogins([urls.webUrl])).rejects.toThrow(/does not let in a login.*auth_query/s);
  });

  test('and none at all: the address stays as it is', async () => {
    const url = server.url('postgres');
    expect(await throughPooler(url)).toBe(url);
  });
});

const EVENT = '00000000-0000-4000-8000-000000000001';

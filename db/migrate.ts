import { randomBytes } from 'node:crypto';
import { readFile, readdir, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { withLogin } from '../core/database-address';
import { replaceFile } from './atomic-file';
import { connect, IDLE_IN_TRANSACTION_MS, type Sql, STATEMENT_MS } from './connect';
import { rightsProblem } from './admin-rights';

const MIGRATIONS = new URL('./migrations/', import.meta.url);
/** An arbitrary constant: two starts at once must not migrate twice. */
const MIGRATION_LOCK = 728_110_419;
const LOGIN_ROLES = [
  { login: 'touchline_web', group: 'touchline_app' },
  { login: 'touchline_engine', group: 'touchline_work' },
] as const;

export interface MigrateOptions {
  /** Folder of db-roles.json with the passwords of the two login roles (mode 0600). */
  dataDir: string;
  /** Folder of the SQL files; the sources' own by default. */
  migrationsDir?: string;
}

export interface DatabaseUrls {
  webUrl: string;
  engineUrl: string;
}

/**
 * Brings the database at `adminUrl` up to date and returns the addresses by which the web process and the
 * engine log in. Each migration runs once, in its own transaction, under an advisory lock. Throws with the
 * file's name when one fails.
 */
export async function migrate(adminUrl: string, options: MigrateOptions): Promise<DatabaseUrls> {
  const sql = connect(adminUrl, { max: 1, name: 'touchline-migrate', statementTimeoutMs: 60_000 });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await sql`create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())`;
    const applied = new Set(
      (await sql<{ name: string }[]>`select name from schema_migrations`).map((row) => row.name),
    );
    const dir = options.migrationsDir ?? MIGRATIONS.pathname;
    const files = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();
    for (const name of files.filter((file) => !applied.has(file))) await apply(sql, join(dir, name), name);
    return await loginRoles(sql, adminUrl, options.dataDir);
  } catch (error) {
    throw (await rightsProblem(sql, error)) ?? error;
  } finally {
    await sql.end({ timeout: 2 });
  }
}

/** Creates the database `touchline` of an embedded server if it does not exist. */
export async function createDatabase(sql: Sql): Promise<void> {
  const [row] = await sql`select 1 from pg_database where datname = 'touchline'`;
  if (!row) await sql`create database touchline`;
}

async function apply(sql: Sql, path: string, name: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(text);
      await tx`insert into schema_migrations (name) values (${name})`;
    });
  } catch (cause) {
    throw new Error(`Migration ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** base64url letters only: anything else could end the literal below, and is replaced. */
const Passwords = z.record(z.string(), z.string().regex(/^[\w-]{32}$/));

/** Login roles own nothing and inherit nothing: outside withClaims they see no row. */
async function loginRoles(sql: Sql, adminUrl: string, dataDir: string): Promise<DatabaseUrls> {
  const file = join(dataDir, 'db-roles.json');
  const known = await readFile(file, 'utf8').then(
    (text) => Passwords.parse(JSON.parse(text)),
    () => ({}) as Record<string, string>,
  );
  const urls: string[] = [];
  for (const { login, group } of LOGIN_ROLES) {
    const password = (known[login] ??= randomBytes(24).toString('base64url'));
    const [row] = await sql<
      { super: boolean }[]
    >`select rolsuper as super from pg_roles where rolname = ${login}`;
    if (!row) await sql.unsafe(`create role ${login} login noinherit nocreatedb nocreaterole`);
    // Only a superuser may name that right at all, even to say that a role has it not.
    const power = row?.super ? 'nosuperuser' : '';
    // base64url has no quote, so it cannot end the literal; utility statements take no parameters.
    await sql.unsafe(`alter role ${login} with login noinherit ${power} password '${password}'`);
    await sql.unsafe(`alter role ${login} set statement_timeout = ${STATEMENT_MS}`);
    await sql.unsafe(
      `alter role ${login} set idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`,
    );
    await sql.unsafe(`grant ${group} to ${login}`);
    urls.push(withLogin(adminUrl, login, password));
  }
  await mkdir(dataDir, { recursive: true });
  replaceFile(file, JSON.stringify(known));
  const [webUrl, engineUrl] = urls;
  if (!webUrl || !engineUrl) throw new Error('Login roles are missing.');
  return { webUrl, engineUrl };
}

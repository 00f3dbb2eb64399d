import type { Sql } from './connect';

/** Of the tables and roles that Touchline makes. */
interface Rights {
  who: string;
  database: string;
  createsRoles: boolean;
  createsTables: boolean;
  /** Roles of ours that somebody else made: since PostgreSQL 16 only who made a role may change it. */
  foreign: string[];
}

const REFUSED = '42501';

/**
 * What the user of DATABASE_URL lacks, when PostgreSQL has refused it something, with the statement that
 * gives it. That user need be no superuser: managed servers have none to give away.
 * @returns null when the error is another one, or nothing can be asked
 */
export async function rightsProblem(sql: Sql, error: unknown): Promise<Error | null> {
  if (!isRefusal(error)) return null;
  const rights = await read(sql).catch(() => null);
  if (!rights) return null;
  const { who, database, createsRoles, createsTables, foreign } = rights;
  const missing: string[] = [];
  if (!createsTables) missing.push(`alter database ${database} owner to ${who};`);
  if (!createsRoles) missing.push(`alter role ${who} createrole;`);
  for (const role of foreign) missing.push(`grant ${role} to ${who} with admin option;`);
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(
    `The user ${who} of DATABASE_URL may not set up the database: ${reason}. ` +
      (missing.length > 0
        ? `Let its administrator run\n${missing.map((line) => `  ${line}`).join('\n')}\nand start again.`
        : 'It has to own the database and its tables, and to have CREATEROLE; it need be no superuser.'),
    { cause: error },
  );
}

function isRefusal(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === REFUSED;
}

async function read(sql: Sql): Promise<Rights | null> {
  const [row] = await sql<Rights[]>`
    select quote_ident(current_user) as who, quote_ident(current_database()) as database,
      rolsuper or rolcreaterole as "createsRoles",
      has_schema_privilege('public', 'CREATE') and pg_has_role(
        (select datdba from pg_database where datname = current_database()), 'MEMBER') as "createsTables",
      array(
        select quote_ident(made.rolname) from pg_roles made
        where made.rolname in ('touchline_app', 'touchline_work', 'touchline_web', 'touchline_engine')
          and current_setting('server_version_num')::int >= 160000 and not me.rolsuper
          and not pg_has_role(made.oid, 'MEMBER WITH ADMIN OPTION')
      ) as foreign
    from pg_roles me where rolname = current_user`;
  return row ?? null;
}

import type { Sql } from './connect';

interface Role {
  name: string;
  superuser: boolean;
  bypasses: boolean;
  owns: boolean;
}

/**
 * Refuses a login to which row level security does not apply: a superuser, a role with BYPASSRLS, or an owner
 * of tables (also by membership). The address given to a web process is then the administrator's, and every
 * policy would be void.
 * @throws Error with a sentence for the operator who set WEB_DATABASE_URL; the driver's error when the
 * database does not answer
 */
export async function refusePowerfulRole(sql: Sql): Promise<void> {
  const [role] = await sql<Role[]>`
    select rolname as name, rolsuper as superuser, rolbypassrls as bypasses,
      exists (
        select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and pg_has_role(current_user, c.relowner, 'member')
      ) as owns
    from pg_roles where rolname = current_user`;
  if (!role) throw new Error('Postgres does not say who we are.');
  const power = role.superuser
    ? 'is a superuser'
    : role.bypasses
      ? 'bypasses row level security'
      : role.owns
        ? 'owns tables'
        : null;
  if (power) {
    throw new PowerfulRoleError(
      `The database role ${role.name} ${power}, which would open every event to everybody. ` +
        'Give the web process the address of the role touchline_web; npm start makes it.',
    );
  }
}

/** Not an outage: waiting does not help. */
export class PowerfulRoleError extends Error {}

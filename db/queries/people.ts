import type { TeamRole } from '../../contract/vocabulary';
import type { Tx } from '../connect';

export interface UserRow {
  id: string;
  email: string;
  name: string;
  passwordHash: string;
}

export async function findUserByEmail(tx: Tx, email: string): Promise<UserRow | null> {
  const [row] = await tx<UserRow[]>`
    select id, email, name, password_hash as "passwordHash" from users where lower(email) = lower(${email})`;
  return row ?? null;
}

export async function anyUser(tx: Tx): Promise<boolean> {
  const rows = await tx`select 1 from users limit 1`;
  return rows.length > 0;
}

/** By its slug, or the oldest team. */
export async function findTeam(
  tx: Tx,
  slug?: string,
): Promise<{ id: string; slug: string; name: string } | null> {
  const [row] = await tx<{ id: string; slug: string; name: string }[]>`
    select id, slug, name from teams ${slug === undefined ? tx`` : tx`where slug = ${slug}`}
    order by created_at, id limit 1`;
  return row ?? null;
}

/** Null when the address is taken. */
export async function insertUser(tx: Tx, user: Omit<UserRow, 'id'>): Promise<string | null> {
  const [row] = await tx<{ id: string }[]>`
    insert into users (email, name, password_hash) values (${user.email}, ${user.name}, ${user.passwordHash})
    on conflict (lower(email)) do nothing returning id`;
  return row?.id ?? null;
}

export async function insertMember(tx: Tx, teamId: string, userId: string, role: TeamRole): Promise<void> {
  await tx`insert into team_members (team_id, user_id, role) values (${teamId}, ${userId}, ${role})`;
}

/** Names of a team's people. For claims of purpose `session`. */
export async function memberNames(tx: Tx, teamId: string): Promise<string[]> {
  const rows = await tx<{ name: string }[]>`
    select u.name from users u join team_members m on m.user_id = u.id where m.team_id = ${teamId}`;
  return rows.map(({ name }) => name);
}

/** The teams of each user. For claims of purpose `session`. */
export async function teamsOfUsers(tx: Tx, userIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const rows = await tx<{ userId: string; teamId: string }[]>`
    select user_id as "userId", team_id as "teamId" from team_members where user_id = any(${[...userIds]}::uuid[])`;
  const teams = new Map<string, Set<string>>();
  for (const { userId, teamId } of rows) teams.set(userId, (teams.get(userId) ?? new Set()).add(teamId));
  return teams;
}

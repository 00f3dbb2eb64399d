import type { JSONValue } from 'postgres';
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

/** Slugs of all teams by their ids. For claims of purpose `setup`. */
export async function teamSlugs(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx<{ id: string; slug: string }[]>`select id, slug from teams`;
  return new Map(rows.map(({ id, slug }) => [id, slug]));
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

export interface SessionPerson {
  userId: string;
  name: string;
  teams: string[];
  /** Whether `seen_at` is old enough to be worth a write. */
  restful: boolean;
}

export async function insertSession(tx: Tx, idHash: Buffer, userId: string, days: number): Promise<void> {
  await tx`
    insert into sessions (id_hash, user_id, expires_at)
    values (${idHash}, ${userId}, now() + make_interval(days => ${days}))`;
}

/** The user of a session that is neither revoked nor past its absolute or idle limit. */
export async function findSession(tx: Tx, idHash: Buffer, idleHours: number): Promise<SessionPerson | null> {
  const [row] = await tx<SessionPerson[]>`
    select u.id as "userId", u.name, s.seen_at not between now() - interval '1 minute' and now() + interval '1 minute' as restful,
      array(select m.team_id::text from team_members m where m.user_id = u.id) as teams
    from sessions s join users u on u.id = s.user_id
    where s.id_hash = ${idHash} and s.revoked_at is null and s.expires_at > now()
      and s.seen_at > now() - make_interval(hours => ${idleHours})`;
  return row ?? null;
}

/** Whether this was ever a session of the account, ended ones included. For claims of purpose `session`. */
export async function hadSession(tx: Tx, idHash: Buffer, email: string): Promise<boolean> {
  const rows = await tx`
    select 1 from sessions s join users u on u.id = s.user_id
    where s.id_hash = ${idHash} and lower(u.email) = lower(${email})`;
  return rows.length > 0;
}

export async function touchSession(tx: Tx, idHash: Buffer): Promise<void> {
  await tx`update sessions set seen_at = now() where id_hash = ${idHash}`;
}

export async function revokeSession(tx: Tx, idHash: Buffer): Promise<void> {
  await tx`update sessions set revoked_at = now() where id_hash = ${idHash} and revoked_at is null`;
}

/** Deletes those past their absolute limit. For claims of purpose `session`. */
export async function pruneSessions(tx: Tx): Promise<void> {
  await tx`delete from sessions where expires_at < now()`;
}

/**
 * Those of these sessions that are neither revoked nor past their absolute or idle limit, hashes in
 * hexadecimal digits. For claims of purpose `session`.
 */
export async function openSessions(
  tx: Tx,
  idHashes: readonly string[],
  idleHours: number,
): Promise<Set<string>> {
  const rows = await tx<{ hash: string }[]>`
    select encode(id_hash, 'hex') as hash from sessions
    where id_hash in (select decode(hash, 'hex') from unnest(${[...idHashes]}::text[]) as hash)
      and revoked_at is null and expires_at > now()
      and seen_at > now() - make_interval(hours => ${idleHours})`;
  return new Set(rows.map(({ hash }) => hash));
}

export async function setupTokenOpen(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const rows = await tx`
    select 1 from setup_tokens where token_hash = ${tokenHash} and used_at is null and expires_at > now()`;
  return rows.length > 0;
}

/** False when it is used, expired or unknown. Of two at once, one gets true. */
export async function useSetupToken(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const rows = await tx`
    update setup_tokens set used_at = now()
    where token_hash = ${tokenHash} and used_at is null and expires_at > now() returning token_hash`;
  return rows.length > 0;
}

/** A new one, valid for `hours`; the unused ones before are void. As the database's owner. */
export async function replaceSetupToken(tx: Tx, tokenHash: Buffer, hours: number): Promise<void> {
  await tx`delete from setup_tokens where used_at is null`;
  await tx`
    insert into setup_tokens (token_hash, expires_at) values (${tokenHash}, now() + make_interval(hours => ${hours}))`;
}

/** For one socket, within `lifeS` seconds. For claims of purpose `ticket`. */
export async function insertSocketTicket(
  tx: Tx,
  ticket: { hash: Buffer; pass: JSONValue; lifeS: number },
): Promise<void> {
  await tx`delete from socket_tickets where expires_at < now()`;
  await tx`
    insert into socket_tickets (ticket_hash, claims, expires_at)
    values (${ticket.hash}, ${tx.json(ticket.pass)}, now() + make_interval(secs => ${ticket.lifeS}))`;
}

/**
 * Deletes the ticket and returns its pass: of two clients with the same one, one gets it. Null when it is
 * unknown, used or expired. For claims of purpose `ticket`.
 */
export async function takeSocketTicket(tx: Tx, hash: Buffer): Promise<{ pass: unknown } | null> {
  const [row] = await tx<{ pass: unknown; fresh: boolean }[]>`
    delete from socket_tickets where ticket_hash = ${hash} returning claims as pass, expires_at > now() as fresh`;
  return row?.fresh ? { pass: row.pass } : null;
}

export interface ApiTokenRow {
  id: string;
  teamId: string;
  name: string;
}

/** A token as the list of them shows it. */
export interface ListedToken extends ApiTokenRow {
  createdAt: Date;
  usedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

/** @param days until it ends; null for a token without an end */
export async function insertApiToken(
  tx: Tx,
  token: { teamId: string; name: string; hash: Buffer; days: number | null },
): Promise<string> {
  const { teamId, name, hash, days } = token;
  const [row] = await tx<{ id: string }[]>`
    insert into api_tokens (team_id, name, token_hash, expires_at)
    values (${teamId}, ${name}, ${hash}, now() + make_interval(days => ${days}::integer)) returning id`;
  if (!row) throw new Error('The token was not written.');
  return row.id;
}

const open = (tx: Tx) => tx`revoked_at is null and (expires_at is null or expires_at > now())`;

/** Null when it is unknown, revoked or expired. For claims of purpose `api_token`, as all below. */
export async function findApiToken(
  tx: Tx,
  tokenHash: Buffer,
): Promise<(ApiTokenRow & { restful: boolean }) | null> {
  const [row] = await tx<(ApiTokenRow & { restful: boolean })[]>`
    select id, team_id as "teamId", name, used_at is null or used_at < now() - interval '1 minute' as restful
    from api_tokens where token_hash = ${tokenHash} and ${open(tx)}`;
  return row ?? null;
}

export async function touchApiToken(tx: Tx, id: string): Promise<void> {
  await tx`update api_tokens set used_at = now() where id = ${id}`;
}

/** Null when it is revoked or expired. */
export async function findOpenToken(tx: Tx, id: string): Promise<ApiTokenRow | null> {
  const [row] = await tx<ApiTokenRow[]>`
    select id, team_id as "teamId", name from api_tokens where id = ${id} and ${open(tx)}`;
  return row ?? null;
}

/** Those of these tokens that are neither revoked nor expired. */
export async function openApiTokens(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx<{ id: string }[]>`
    select id from api_tokens where id = any(${[...ids]}::uuid[]) and ${open(tx)}`;
  return new Set(rows.map(({ id }) => id));
}

/** Newest first. */
export async function listApiTokens(tx: Tx): Promise<ListedToken[]> {
  return tx<ListedToken[]>`
    select id, team_id as "teamId", name, created_at as "createdAt", used_at as "usedAt",
           expires_at as "expiresAt", revoked_at as "revokedAt"
    from api_tokens order by created_at desc, id`;
}

/** @returns its name; null when there is no such token */
export async function revokeApiToken(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx<{ name: string }[]>`
    update api_tokens set revoked_at = coalesce(revoked_at, now()) where id = ${id} returning name`;
  return row?.name ?? null;
}

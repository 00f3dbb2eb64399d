import { purpose, withClaims } from '../../db/claims';
import type { Sql } from '../../db/connect';
import type { Pass } from './tickets.server';

/**
 * Whose rights are still what they were when their ticket was made (T24). Asked every 2 s for all sockets at
 * once.
 */
export async function stillAllowed(sql: Sql, passes: readonly Pass[]): Promise<(pass: Pass) => boolean> {
  const links = new Set<string>();
  const users = new Set<string>();
  const sessions = new Set<string>();
  for (const pass of passes) {
    if (pass.audience !== 'crew') continue;
    if (pass.session) sessions.add(pass.session);
    if (pass.actor.kind === 'crew') links.add(pass.actor.linkId);
    else if (pass.actor.userId) users.add(pass.actor.userId);
  }
  const open = await openLinks(sql, [...links]);
  const { members, live } = await memberships(sql, [...users], [...sessions]);
  return (pass) => {
    if (pass.audience !== 'crew') return true;
    const { actor } = pass;
    if (actor.kind === 'crew') return open.has(actor.linkId);
    if (!actor.userId) return true;
    if (pass.session && !live.has(pass.session)) return false;
    return actor.teams.every((team) => members.has(`${actor.userId}:${team}`));
  };
}

async function openLinks(sql: Sql, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await withClaims(
    sql,
    purpose('crew_link'),
    (tx) => tx<{ id: string }[]>`
      select id from crew_links where id = any(${ids}::uuid[])
      and revoked_at is null and (expires_at is null or expires_at > now())`,
  );
  return new Set(rows.map((row) => row.id));
}

async function memberships(sql: Sql, users: string[], sessions: string[]) {
  if (users.length === 0) return { members: new Set<string>(), live: new Set<string>() };
  return withClaims(sql, purpose('session'), async (tx) => {
    const members = await tx<{ key: string }[]>`
      select user_id || ':' || team_id as key from team_members where user_id = any(${users}::uuid[])`;
    const live = await tx<{ hash: string }[]>`
      select encode(id_hash, 'hex') as hash from sessions
      where id_hash in (select decode(hash, 'hex') from unnest(${sessions}::text[]) as hash)
        and revoked_at is null and expires_at > now()`;
    return { members: new Set(members.map((row) => row.key)), live: new Set(live.map((row) => row.hash)) };
  });
}

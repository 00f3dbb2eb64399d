import type { Tx } from '../connect';

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
    select u.id as "userId", u.name, s.seen_at < now() - interval '1 minute' as restful,
      array(select m.team_id::text from team_members m where m.user_id = u.id) as teams
    from sessions s join users u on u.id = s.user_id
    where s.id_hash = ${idHash} and s.revoked_at is null and s.expires_at > now()
      and s.seen_at > now() - make_interval(hours => ${idleHours})`;
  return row ?? null;
}

export async function touchSession(tx: Tx, idHash: Buffer): Promise<void> {
  await tx`update sessions set seen_at = now() where id_hash = ${idHash}`;
}

export async function revokeSession(tx: Tx, idHash: Buffer): Promise<void> {
  await tx`update sessions set revoked_at = now() where id_hash = ${idHash} and revoked_at is null`;
}

/**
 * Those of these sessions that are neither revoked nor expired, hashes in hexadecimal digits. For claims of
 * purpose `session`.
 */
export async function openSessions(tx: Tx, idHashes: readonly string[]): Promise<Set<string>> {
  const rows = await tx<{ hash: string }[]>`
    select encode(id_hash, 'hex') as hash from sessions
    where id_hash in (select decode(hash, 'hex') from unnest(${[...idHashes]}::text[]) as hash)
      and revoked_at is null and expires_at > now()`;
  return new Set(rows.map(({ hash }) => hash));
}

import type { CrewRole } from '../../contract/vocabulary';
import type { Tx } from '../connect';

export interface CrewLinkRow {
  id: string;
  eventId: string;
  role: CrewRole;
  label: string;
  createdAt: Date;
  openedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

/** The link that a session comes from. */
export type SessionLink = Pick<CrewLinkRow, 'id' | 'eventId' | 'role' | 'label'>;

const columns = (tx: Tx) => tx`
  id, event_id as "eventId", role, label, created_at as "createdAt", opened_at as "openedAt",
  expires_at as "expiresAt", revoked_at as "revokedAt"`;

export async function insertCrewLink(
  tx: Tx,
  link: {
    eventId: string;
    role: CrewRole;
    label: string;
    tokenHash: Buffer;
    expiresAt: Date | null;
    sealed: Buffer | null;
  },
): Promise<CrewLinkRow> {
  const [row] = await tx<CrewLinkRow[]>`
    insert into crew_links (event_id, role, label, token_hash, expires_at, sealed)
    values (${link.eventId}, ${link.role}, ${link.label}, ${link.tokenHash}, ${link.expiresAt}, ${link.sealed})
    returning ${columns(tx)}`;
  if (!row) throw new Error('The crew link was not written.');
  return row;
}

export async function listCrewLinks(tx: Tx, eventId: string): Promise<CrewLinkRow[]> {
  return tx<CrewLinkRow[]>`
    select ${columns(tx)} from crew_links where event_id = ${eventId} order by created_at desc, id`;
}

export async function countCrewLinks(tx: Tx, eventId: string): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from crew_links where event_id = ${eventId} and revoked_at is null`;
  return row?.count ?? 0;
}

/** @returns its role; null when there is no such link */
export async function revokeCrewLink(tx: Tx, eventId: string, id: string): Promise<CrewRole | null> {
  const [row] = await tx<{ role: CrewRole }[]>`
    update crew_links set revoked_at = coalesce(revoked_at, now())
    where id = ${id} and event_id = ${eventId} returning role`;
  return row?.role ?? null;
}

/** The newest valid link of the host, sealed. */
export async function findHostLink(tx: Tx, eventId: string): Promise<Buffer | null> {
  const [row] = await tx<{ sealed: Buffer }[]>`
    select sealed from crew_links
    where event_id = ${eventId} and role = 'host' and sealed is not null and revoked_at is null
      and (expires_at is null or expires_at > now())
    order by created_at desc, id limit 1`;
  return row?.sealed ?? null;
}

/** Marks a link as opened; null when it is unknown, expired or revoked. */
export async function openCrewLink(tx: Tx, tokenHash: Buffer): Promise<CrewLinkRow | null> {
  const [row] = await tx<CrewLinkRow[]>`
    update crew_links set opened_at = coalesce(opened_at, now())
    where token_hash = ${tokenHash} and revoked_at is null and (expires_at is null or expires_at > now())
    returning ${columns(tx)}`;
  return row ?? null;
}

/** The session expires with its link at the latest. */
export async function insertCrewSession(
  tx: Tx,
  idHash: Buffer,
  link: CrewLinkRow,
  days: number,
): Promise<void> {
  await tx`
    insert into crew_sessions (id_hash, link_id, event_id, expires_at)
    values (${idHash}, ${link.id}, ${link.eventId}, least(now() + make_interval(days => ${days}), ${link.expiresAt}))`;
}

export async function findCrewSession(tx: Tx, idHash: Buffer): Promise<SessionLink | null> {
  const [row] = await tx<SessionLink[]>`
    select l.id, l.event_id as "eventId", l.role, l.label
    from crew_sessions s join crew_links l on l.id = s.link_id
    where s.id_hash = ${idHash} and s.expires_at > now() and l.revoked_at is null
      and (l.expires_at is null or l.expires_at > now())`;
  return row ?? null;
}

/** Null when it is expired or revoked. For claims of purpose `crew_link`. */
export async function findOpenLink(tx: Tx, id: string): Promise<SessionLink | null> {
  const [row] = await tx<SessionLink[]>`
    select id, event_id as "eventId", role, label from crew_links
    where id = ${id} and revoked_at is null and (expires_at is null or expires_at > now())`;
  return row ?? null;
}

/** Those of these links that are valid. For claims of purpose `crew_link`. */
export async function openCrewLinks(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx<{ id: string }[]>`
    select id from crew_links
    where id = any(${[...ids]}::uuid[]) and revoked_at is null and (expires_at is null or expires_at > now())`;
  return new Set(rows.map(({ id }) => id));
}

/** Deletes those past their end. For claims of purpose `crew_link`. */
export async function pruneCrewSessions(tx: Tx): Promise<void> {
  await tx`delete from crew_sessions where expires_at < now()`;
}

/** Those of these crew sessions that have not ended, hashes in hexadecimal digits. For the same claims. */
export async function openCrewSessions(tx: Tx, idHashes: readonly string[]): Promise<Set<string>> {
  const rows = await tx<{ hash: string }[]>`
    select encode(id_hash, 'hex') as hash from crew_sessions
    where id_hash in (select decode(hash, 'hex') from unnest(${[...idHashes]}::text[]) as hash)
      and expires_at > now()`;
  return new Set(rows.map(({ hash }) => hash));
}

/** Labels of the event's links that are not revoked. For claims of purpose `crew_link`. */
export async function crewLinkLabels(tx: Tx, eventId: string): Promise<string[]> {
  const rows = await tx<{ label: string }[]>`
    select label from crew_links where event_id = ${eventId} and revoked_at is null`;
  return rows.map(({ label }) => label);
}

import type { Tx } from '../connect';

export interface SenderRow {
  id: string;
  viewer: string;
  lastAt: Date;
}

/** Known senders, by session or by ticket. */
export async function findSenders(
  tx: Tx,
  eventId: string,
  ids: readonly string[],
  viewers: readonly string[],
): Promise<SenderRow[]> {
  return tx<SenderRow[]>`
    select id, viewer, last_at as "lastAt" from chat_senders
    where event_id = ${eventId} and (id = any(${[...ids]}::uuid[]) or viewer = any(${[...viewers]}::text[]))`;
}

export interface SenderFacts {
  id: string;
  viewer: string;
  address: Buffer;
}

/**
 * Stores the present ticket and address of each session; one deleted by retention is created again with its
 * id.
 */
export async function noteSenders(tx: Tx, eventId: string, senders: readonly SenderFacts[]): Promise<void> {
  if (senders.length === 0) return;
  const rows = senders.map((sender) => ({ ...sender, event_id: eventId }));
  await tx`
    insert into chat_senders ${tx(rows, 'id', 'event_id', 'viewer', 'address')}
    on conflict (id) do update set viewer = excluded.viewer, address = excluded.address, last_at = now()`;
}

export interface BanRow {
  id: string;
  name: string;
  senderId: string | null;
  viewer: string;
  address: Buffer;
  /** Null: no end. */
  until: Date | null;
  createdAt: Date;
  createdBy: string;
}

const banColumns = (tx: Tx) => tx`
  id, name, sender_id as "senderId", viewer, address, until, created_at as "createdAt", created_by as "createdBy"`;

/** Active mutes and bans that may match a sender; addresses in hexadecimal digits. */
export async function findBans(
  tx: Tx,
  eventId: string,
  who: { ids: readonly string[]; viewers: readonly string[]; addresses: readonly string[] },
): Promise<BanRow[]> {
  return tx<BanRow[]>`
    select ${banColumns(tx)} from chat_bans
    where event_id = ${eventId} and (until is null or until > now())
      and (sender_id = any(${[...who.ids]}::uuid[]) or viewer = any(${[...who.viewers]}::text[])
        or address in (select decode(hex, 'hex') from unnest(${[...who.addresses]}::text[]) as hex))`;
}

/** Active ones, newest first. */
export async function listBans(tx: Tx, eventId: string): Promise<BanRow[]> {
  return tx<BanRow[]>`
    select ${banColumns(tx)} from chat_bans
    where event_id = ${eventId} and (until is null or until > now()) order by created_at desc, id limit 500`;
}

/** Bans the person of a sender's row; null when the row is gone. */
export async function insertBan(
  tx: Tx,
  eventId: string,
  ban: { senderId: string; name: string; minutes: number | null; by: string },
): Promise<BanRow | null> {
  const [row] = await tx<BanRow[]>`
    insert into chat_bans (event_id, name, sender_id, viewer, address, until, created_by)
    select event_id, ${ban.name}, id, viewer, address, now() + make_interval(mins => ${ban.minutes}), ${ban.by}
    from chat_senders where event_id = ${eventId} and id = ${ban.senderId}
    returning ${banColumns(tx)}`;
  return row ?? null;
}

export async function deleteBan(tx: Tx, eventId: string, id: string): Promise<boolean> {
  const rows = await tx`delete from chat_bans where event_id = ${eventId} and id = ${id}`;
  return rows.count > 0;
}

/** Token buckets by key, as the time (ms) at which each is full again. */
export async function readPaces(
  tx: Tx,
  eventId: string,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx<{ key: string; fullAt: Date }[]>`
    select key, full_at as "fullAt" from chat_paces
    where event_id = ${eventId} and key = any(${[...keys]}::text[])`;
  return new Map(rows.map(({ key, fullAt }) => [key, fullAt.getTime()]));
}

export async function writePaces(tx: Tx, eventId: string, paces: ReadonlyMap<string, number>): Promise<void> {
  if (paces.size === 0) return;
  const rows = [...paces].map(([key, fullAt]) => ({
    event_id: eventId,
    key,
    full_at: new Date(Math.ceil(fullAt)),
  }));
  await tx`
    insert into chat_paces ${tx(rows, 'event_id', 'key', 'full_at')}
    on conflict (event_id, key) do update set full_at = excluded.full_at`;
}

/** Deletes what no rule uses any more: full buckets, mutes that are over, senders without messages. */
export async function forgetChatLeftovers(tx: Tx): Promise<void> {
  await tx`delete from chat_paces where full_at < now()`;
  await tx`delete from chat_bans where until < now() - interval '1 day'`;
  await tx`
    delete from chat_senders s using chats c
    where c.event_id = s.event_id and s.last_at < now() - make_interval(days => c.retention_days)
      and not exists (select from chat_messages m where m.sender_id = s.id)`;
  await tx`
    delete from chat_bans b using chats c, events e
    where c.event_id = b.event_id and e.id = b.event_id and e.status = 'ended'
      and b.created_at < now() - make_interval(days => c.retention_days)`;
}

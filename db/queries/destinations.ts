import type { FixAction, DestinationServer, OutputState } from '../../contract/vocabulary';
import type { Tx } from '../connect';

export interface DestinationRow {
  id: string;
  plugin: string;
  label: string;
  settings: Record<string, string>;
  enabled: boolean;
  keyHint: string;
  status: OutputState;
  since: Date;
  kbps: number;
  retries: number;
  verdict: string | null;
  remedy: FixAction | null;
  server: DestinationServer;
  /** Last characters of each filled field of type `secret`. For members of the team; empty for others. */
  secretHints: Record<string, string>;
}

/** A destination as stored, its secrets sealed. */
export interface SealedDestination {
  id: string;
  plugin: string;
  label: string;
  settings: Record<string, string>;
  enabled: boolean;
  tries: number;
  server: DestinationServer;
  /** Base64 of each secret by its name. */
  sealed: Record<string, string>;
}

const columns = (tx: Tx) => tx`
  d.id, d.plugin, d.label, d.settings, d.enabled, d.key_hint as "keyHint", coalesce(o.state, 'off') as status,
  coalesce(o.since, d.created_at) as since, coalesce(o.kbps, 0) as kbps, coalesce(o.retries, 0) as retries, o.verdict,
  o.remedy, d.server,
  (select coalesce(jsonb_object_agg(s.name, s.hint), '{}') from destination_secrets s
   where s.destination_id = d.id and s.name <> 'streamKey') as "secretHints"`;

const source = (tx: Tx) => tx`
  destinations d left join output_status o on o.event_id = d.event_id and o.output = d.id::text`;

export async function readDestinations(tx: Tx, eventId: string): Promise<DestinationRow[]> {
  return tx<DestinationRow[]>`
    select ${columns(tx)} from ${source(tx)} where d.event_id = ${eventId} order by d.position, d.created_at, d.id`;
}

export async function findDestinationRow(
  tx: Tx,
  eventId: string,
  id: string,
): Promise<DestinationRow | null> {
  const [row] = await tx<DestinationRow[]>`
    select ${columns(tx)} from ${source(tx)} where d.event_id = ${eventId} and d.id = ${id}`;
  return row ?? null;
}

export type WatchSettings = Pick<DestinationRow, 'id' | 'plugin' | 'settings'>;

/** Of enabled destinations, for claims of purpose `players`. */
export async function readWatchSettings(tx: Tx, eventId: string): Promise<WatchSettings[]> {
  return tx<WatchSettings[]>`
    select id, plugin, settings from destinations where event_id = ${eventId} and enabled
    order by position, created_at, id`;
}

export interface NewDestination {
  id: string;
  eventId: string;
  plugin: string;
  label: string;
  settings: Record<string, string>;
  enabled: boolean;
  keyHint: string;
}

export async function insertDestination(tx: Tx, row: NewDestination): Promise<void> {
  await tx`
    insert into destinations (id, event_id, plugin, label, settings, enabled, key_hint, position)
    select ${row.id}, ${row.eventId}, ${row.plugin}, ${row.label}, ${tx.json(row.settings)}, ${row.enabled},
      ${row.keyHint}, coalesce(max(position), 0) + 1
    from destinations where event_id = ${row.eventId}`;
}

export async function updateDestinationRow(
  tx: Tx,
  id: string,
  changes: { label?: string; settings?: Record<string, string>; enabled?: boolean; keyHint?: string },
): Promise<void> {
  await tx`
    update destinations set
      label = coalesce(${changes.label ?? null}, label),
      settings = ${changes.settings === undefined ? tx`settings` : tx.json(changes.settings)},
      enabled = coalesce(${changes.enabled ?? null}, enabled),
      key_hint = coalesce(${changes.keyHint ?? null}, key_hint)
    where id = ${id}`;
}

export async function setServer(tx: Tx, id: string, server: DestinationServer): Promise<void> {
  await tx`update destinations set server = ${server} where id = ${id}`;
}

/** Requests a retry now, whatever its backoff. */
export async function raiseTries(tx: Tx, id: string): Promise<void> {
  await tx`update destinations set tries = tries + 1 where id = ${id}`;
}

export async function deleteDestinationRow(tx: Tx, eventId: string, id: string): Promise<boolean> {
  const rows = await tx`delete from destinations where id = ${id} and event_id = ${eventId} returning id`;
  await tx`delete from output_status where event_id = ${eventId} and output = ${id}`;
  return rows.length > 0;
}

/**
 * This role cannot read the column, which ON CONFLICT would have to: so update, then insert. Null deletes the
 * secret.
 */
export async function putDestinationSecret(
  tx: Tx,
  destinationId: string,
  eventId: string,
  name: string,
  secret: { sealed: Buffer; hint: string } | null,
): Promise<void> {
  if (!secret) {
    await tx`delete from destination_secrets where destination_id = ${destinationId} and name = ${name}`;
    return;
  }
  const { sealed, hint } = secret;
  const updated = await tx`
    update destination_secrets set sealed = ${sealed}, hint = ${hint}
    where destination_id = ${destinationId} and name = ${name}`;
  if (updated.count > 0) return;
  await tx`
    insert into destination_secrets (destination_id, event_id, name, sealed, hint)
    values (${destinationId}, ${eventId}, ${name}, ${sealed}, ${hint})`;
}

import { secretRow, STREAM_KEY } from '../../core/destination-secrets';
import { encodingOf, readEventSettings } from '../../core/event-settings';
import type { EventKind } from '../../core/rooms';
import { withClaims } from '../../db/claims';
import type { Sql } from '../../db/connect';
import type { SealedDestination } from '../../db/queries/destinations';
import type { SecretBox } from '../../db/secrets';
import { findDestination } from '../../plugins';
import type { DesiredCamera, DesiredDestination, ProgramDesired } from '../types';

interface EventRow {
  id: string;
  kind: EventKind;
  slug: string;
  title: string;
  status: ProgramDesired['status'];
  seq: number;
  program_seq: number;
  on_air: string | null;
  preview: string | null;
  faded: boolean;
  settings: unknown;
  stream_id: string | null;
  elapsed_ms: number | null;
  cut_seq: number | null;
  cut_by_ladder: boolean | null;
}

/**
 * What Postgres says the program of an event should be, in one consistent read; null when the event is gone.
 */
export async function readDesired(
  sql: Sql,
  secrets: SecretBox,
  eventId: string,
): Promise<ProgramDesired | null> {
  return withClaims(sql, { kind: 'engine' }, async (tx) => {
    // One statement each, sent together: a cut waits for one round trip and not for three.
    const [events, cameras, destinations] = await Promise.all([
      tx<EventRow[]>`
        select e.id, e.kind, e.slug, e.title, e.status, e.seq, e.program_seq, e.on_air, e.preview, e.faded, e.settings,
               e.stream_id, extract(epoch from clock_timestamp() - s.started_at)::float8 * 1000 as elapsed_ms,
               l.seq as cut_seq, l.source = 'failover' as cut_by_ladder
        from events e
        left join streams s on s.id = e.stream_id
        left join lateral (select seq, source from switch_logs where event_id = e.id and kind in ('cut', 'slate')
                           order by id desc limit 1) l on true
        where e.id = ${eventId}`,
      tx<DesiredCamera[]>`
        select id, identity, label, muted, picture_off as "pictureOff"
        from cameras where event_id = ${eventId} and state = 'admitted' order by number`,
      tx<SealedDestination[]>`
        select d.id, d.plugin, d.label, d.settings, d.enabled, d.tries, d.server,
               (select coalesce(jsonb_object_agg(s.name, encode(s.sealed, 'base64')), '{}')
                from destination_secrets s where s.destination_id = d.id) as sealed
        from destinations d
        where d.event_id = ${eventId} order by d.position, d.created_at`,
    ]);
    const event = events[0];
    if (!event) return null;
    const settings = readEventSettings(event.settings);
    return {
      kind: event.kind,
      eventId: event.id,
      slug: event.slug,
      title: event.title,
      status: event.status,
      seq: event.seq,
      program: {
        seq: event.program_seq,
        onAir: event.on_air,
        preview: event.preview,
        faded: event.faded,
        cut: { seq: event.cut_seq ?? 0, byLadder: event.cut_by_ladder ?? false },
      },
      cameras: [...cameras],
      destinations: destinations.map((row) => resolveDestination(secrets, row)).filter((one) => one !== null),
      fallbackOrder: settings.fallbackOrder,
      autoReturn: settings.autoReturn,
      encoding: encodingOf(settings.encoding),
      streamId: event.stream_id,
      streamElapsedMs: event.elapsed_ms,
    };
  });
}

/** Null for a plugin that this engine does not know: a newer web process may have written it. */
export function resolveDestination(secrets: SecretBox, row: SealedDestination): DesiredDestination | null {
  const plugin = findDestination(row.plugin);
  if (!plugin) return null;
  const { url, backupUrl, options } = plugin.ingest(row.settings);
  const opened = Object.entries(row.sealed).map(([name, sealed]) => [
    name,
    secrets.open(secretRow(row.id, name), Buffer.from(sealed, 'base64')),
  ]);
  const { [STREAM_KEY]: key = '', ...others }: Record<string, string> = Object.fromEntries(opened);
  return {
    id: row.id,
    plugin: row.plugin,
    label: row.label,
    url,
    backupUrl,
    key,
    options,
    settings: row.settings,
    secrets: others,
    enabled: row.enabled,
    tries: row.tries,
    server: row.server,
  };
}

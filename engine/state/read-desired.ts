import { encodingOf, readEventSettings } from '../../core/event-settings';
import { withClaims } from '../../db/claims';
import type { Sql } from '../../db/connect';
import type { SecretBox } from '../../db/secrets';
import { plugins } from '../../plugins';
import type { DesiredCamera, DesiredDestination, ProgramDesired } from '../types';

interface EventRow {
  id: string;
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
}

interface DestinationRow {
  id: string;
  plugin: string;
  label: string;
  settings: Record<string, string>;
  enabled: boolean;
  sealed: Uint8Array | null;
}

/** What Postgres says the program of an event should be, in one consistent read; null when the event is gone. */
export async function readDesired(
  sql: Sql,
  secrets: SecretBox,
  eventId: string,
): Promise<ProgramDesired | null> {
  return withClaims(sql, { kind: 'engine' }, async (tx) => {
    // One statement each, sent together: a cut waits for one round trip and not for three.
    const [events, cameras, destinations] = await Promise.all([
      tx<EventRow[]>`
        select id, slug, title, status, seq, program_seq, on_air, preview, faded, settings, stream_id
        from events where id = ${eventId}`,
      tx<DesiredCamera[]>`
        select id, identity, label, muted, picture_off as "pictureOff"
        from cameras where event_id = ${eventId} and state = 'admitted' order by number`,
      tx<DestinationRow[]>`
        select d.id, d.plugin, d.label, d.settings, d.enabled, s.sealed
        from destinations d left join destination_secrets s on s.destination_id = d.id
        where d.event_id = ${eventId} order by d.position, d.created_at`,
    ]);
    const event = events[0];
    if (!event) return null;
    const settings = readEventSettings(event.settings);
    return {
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
      },
      cameras: [...cameras],
      destinations: destinations.flatMap((row) => resolveDestination(secrets, row)),
      fallbackOrder: settings.fallbackOrder,
      autoReturn: settings.autoReturn,
      encoding: encodingOf(settings.encoding),
      streamId: event.stream_id,
    };
  });
}

/** A destination of a plugin that this engine does not know is left out: a newer web process may have written it. */
function resolveDestination(secrets: SecretBox, row: DestinationRow): DesiredDestination[] {
  const plugin = Object.values(plugins).find((candidate) => candidate.id === row.plugin);
  if (!plugin) return [];
  return [
    {
      id: row.id,
      plugin: row.plugin,
      label: row.label,
      url: plugin.ingest(row.settings).url,
      key: row.sealed ? secrets.open(`destination:${row.id}`, row.sealed) : '',
      enabled: row.enabled,
    },
  ];
}

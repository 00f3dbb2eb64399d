import type { Sql } from '../../../db/connect';

/** A table, the column that says to which event a row belongs, and one that an update may touch. */
export type EventTable = [table: string, event: string, column: string];

/** Tables that belong to an event. */
export const EVENT_TABLES: EventTable[] = [
  ['events', 'id', 'title'],
  ['event_updates', 'event_id', 'topics'],
  ['join_secrets', 'event_id', 'renewed_at'],
  ['crew_links', 'event_id', 'label'],
  ['crew_sessions', 'event_id', 'expires_at'],
  ['streams', 'event_id', 'peak_viewers'],
  ['cameras', 'event_id', 'label'],
  ['camera_telemetry', 'event_id', 'data'],
  ['switch_logs', 'event_id', 'actor'],
  ['event_log', 'event_id', 'text'],
  ['destinations', 'event_id', 'label'],
  ['destination_secrets', 'event_id', 'sealed'],
  ['destination_tests', 'event_id', 'result'],
  ['output_status', 'event_id', 'verdict'],
  ['recordings', 'event_id', 'file'],
  ['engine_leases', 'event_id', 'worker'],
  ['livekit_sessions', 'event_id', 'ended'],
  ['presence', 'event_id', 'crew'],
  ['presence_viewers', 'event_id', 'embed'],
  ['stream_samples', 'event_id', 'page'],
  ['output_changes', 'event_id', 'state'],
  ['scores', 'event_id', 'home_points'],
  ['score_changes', 'event_id', 'actor'],
  ['graphics', 'event_id', 'name'],
  ['sounds', 'event_id', 'mode'],
  ['sound_sources', 'event_id', 'muted'],
  ['sound_changes', 'event_id', 'actor'],
  ['chats', 'event_id', 'state'],
  ['chat_senders', 'event_id', 'viewer'],
  ['chat_messages', 'event_id', 'removed_by'],
  ['chat_bans', 'event_id', 'until'],
  ['chat_reports', 'event_id', 'settled_at'],
  ['chat_paces', 'event_id', 'full_at'],
  ['chat_bells', 'event_id', 'seq'],
];

/**
 * A row of the event in each of them, written by the administrator. `event_updates` and the like write
 * themselves.
 */
export async function fillEveryTable(sql: Sql, eventId: string, cameraId: string): Promise<void> {
  const [stream] = await sql`insert into streams (event_id) values (${eventId}) returning id`;
  const [link] = await sql`select id from crew_links where event_id = ${eventId}`;
  const [destination] = await sql`
    insert into destinations (event_id, plugin, label) values (${eventId}, 'youtube', 'x') returning id`;
  await sql`insert into destination_secrets (destination_id, event_id, sealed) values (${destination?.id}, ${eventId}, 'x')`;
  await sql`insert into destination_tests (destination_id, event_id, asked) values (${destination?.id}, ${eventId}, gen_random_uuid())`;
  await sql`insert into crew_sessions values (${eventId}, ${link?.id}, ${eventId}, now(), now() + interval '1 day')`;
  await sql`insert into camera_telemetry (camera_id, source, event_id, data) values (${cameraId}, 'phone', ${eventId}, '{}')`;
  await sql`insert into switch_logs (event_id, seq, kind, actor, source) values (${eventId}, 1, 'cut', 'x', 'api')`;
  await sql`insert into output_status (event_id, output, state) values (${eventId}, 'recording', 'off')`;
  await sql`insert into recordings (event_id, stream_id, part, file) values (${eventId}, ${stream?.id}, 1, 'x')`;
  await sql`insert into engine_leases (event_id, worker, host, pid) values (${eventId}, 'w', 'h', 1)`;
  await sql`insert into livekit_sessions (sid, event_id, kind) values (${`RM_${eventId}`}, ${eventId}, 'room')`;
  await sql`insert into presence (event_id, process_id) values (${eventId}, 'p')`;
  await sql`insert into chats (event_id) values (${eventId})`;
  await sql`insert into chat_senders (event_id, viewer, address) values (${eventId}, 'v', 'a')`;
  const [message] = await sql`
    insert into chat_messages (event_id, seq, name, text) values (${eventId}, 1, 'Tom', 'x') returning id`;
  await sql`insert into chat_bans (event_id, name, viewer, address, created_by) values (${eventId}, 'Tom', 'v', 'a', 'x')`;
  await sql`insert into chat_reports (message_id, event_id, reporter) values (${message?.id}, ${eventId}, 'v')`;
  await sql`insert into chat_paces values (${eventId}, 'v', now())`;
  await sql`insert into chat_bells (event_id) values (${eventId})`;
  await sql`insert into presence_viewers values (${eventId}, 'v', 'p', 'a', true, false)`;
  await sql`insert into stream_samples (stream_id, event_id, page, embed) values (${stream?.id}, ${eventId}, 1, 0)`;
  await sql`
    insert into scores (event_id, home_name, away_name, home_short, away_short) values (${eventId}, 'a', 'b', 'a', 'b')`;
  await sql`
    insert into score_changes (event_id, seq, side, delta, home_points, away_points, clock_ms, actor)
    values (${eventId}, 1, 'home', 1, 1, 0, 0, 'x')`;
  await sql`insert into graphics (event_id, kind, content, layer) values (${eventId}, 'text', '{}', 1)`;
  await sql`insert into sounds (event_id) values (${eventId})`;
  await sql`insert into sound_sources (event_id, camera_id) values (${eventId}, ${cameraId})`;
  await sql`insert into sound_changes (event_id, seq, actor, data) values (${eventId}, 1, 'x', '{}')`;
}

/** Everything in the database, table by table, but what counts calls and when somebody was last there. */
export const everyRow = (admin: Sql) => admin<{ name: string; rows: string }[]>`
  select relname as name, md5(query_to_xml(format('select to_jsonb(t) - ''{used_at,seen_at}''::text[] as row from %I t order by 1', relname), true, true, '')::text) as rows
  from pg_stat_user_tables where relname <> 'rate_limits' order by relname`;

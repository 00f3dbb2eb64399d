import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ADMISSIONS,
  CAMERA_CONNECTIONS,
  CAMERA_STATES,
  CHAT_BADGES,
  CHAT_LINKS,
  CHAT_SETTINGS,
  CREW_ROLES,
  DESTINATION_SERVERS,
  EVENT_KINDS,
  EVENT_STATUSES,
  FAULT_SIDES,
  FIX_ACTIONS,
  JOINED_BY,
  LAYOUTS,
  LEASE_STATUSES,
  LIVEKIT_SESSION_KINDS,
  OUTPUT_STATES,
  SEVERITIES,
  SWITCH_KINDS,
  SWITCH_SOURCES,
  TEAM_ROLES,
  TELEMETRY_SOURCES,
  TEST_STAGES,
  TRANSITIONS,
  VISIBILITIES,
} from '../../contract/vocabulary';
import { GRAPHIC_KINDS } from '../../contract/graphics';
import { SIDES } from '../../contract/score';
import { SOUND_MODES } from '../../contract/sound';
import { SCORE_KINDS, SPORTS } from '../../contract/sports';
import { connect, type Sql } from '../../db/connect';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';

/** The words that each column takes, by `table.column`. */
const WORDS_OF: Record<string, readonly string[]> = {
  'camera_telemetry.source': TELEMETRY_SOURCES,
  'cameras.connection': CAMERA_CONNECTIONS,
  'cameras.joined_by': JOINED_BY,
  'cameras.state': CAMERA_STATES,
  'chat_messages.badge': CHAT_BADGES,
  'chats.links': CHAT_LINKS,
  'chats.state': CHAT_SETTINGS,
  'crew_links.role': CREW_ROLES,
  'destination_tests.stage': TEST_STAGES,
  'destinations.server': DESTINATION_SERVERS,
  'engine_leases.status': LEASE_STATUSES,
  'event_log.severity': SEVERITIES,
  'events.admission': ADMISSIONS,
  'events.kind': EVENT_KINDS,
  'events.layout': LAYOUTS,
  'events.status': EVENT_STATUSES,
  'events.visibility': VISIBILITIES,
  'graphics.kind': GRAPHIC_KINDS,
  'livekit_sessions.kind': LIVEKIT_SESSION_KINDS,
  'output_status.remedy': FIX_ACTIONS,
  'output_status.side': FAULT_SIDES,
  'output_status.state': OUTPUT_STATES,
  'score_changes.kind': SCORE_KINDS,
  'score_changes.side': SIDES,
  'scores.sport': SPORTS,
  'sound_sources.mode': SOUND_MODES,
  'sounds.mode': SOUND_MODES,
  'switch_logs.kind': SWITCH_KINDS,
  'switch_logs.source': SWITCH_SOURCES,
  'switch_logs.transition': TRANSITIONS,
  'team_members.role': TEAM_ROLES,
};

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.adminUrl, { max: 1 });
});
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await database.drop();
});

/**
 * Every check that compares a text column with words, as PostgreSQL prints it: `in (…)` becomes
 * `= ANY (ARRAY['a'::text, 'b'::text])`, and with one word `= 'a'::text`.
 */
async function wordChecks(): Promise<Map<string, string[]>> {
  const rows = await sql<{ column: string; definition: string }[]>`
    select format('%s.%s', conrelid::regclass, attname) as "column", pg_get_constraintdef(c.oid) as definition
    from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'c' and c.connamespace = 'public'::regnamespace
      and a.atttypid in ('text'::regtype, 'text[]'::regtype)`;
  const checks = new Map<string, string[]>();
  for (const { column, definition } of rows) {
    if (!/(=|<>|@>|<@) *(ANY|ALL)? *\(*(ARRAY\[)?'/.test(definition)) continue;
    const words = [...definition.matchAll(/'((?:[^']|'')*)'::text(?!\[)/g)].map(([, word = '']) => word);
    checks.set(column, [...(checks.get(column) ?? []), ...words]);
  }
  return checks;
}

test('each check on a text column and its vocabulary hold the same words', async () => {
  const checks = await wordChecks();
  const sorted = (words: Iterable<[string, readonly string[]]>) =>
    Object.fromEntries([...words].map(([column, list]) => [column, [...list].sort()]));
  expect(sorted(checks)).toEqual(sorted(Object.entries(WORDS_OF)));
});

test('a new check with words is found, whichever way it is written', async () => {
  await sql`create table another (one text check (one in ('a', 'b')), two text check (two = 'c'),
    three text check (three = any (array['d', 'e'])), four text check (char_length(four) > 3),
    five text check (five ~ '^f$'), six text[] check (six <@ array['g']))`;
  const found = Object.fromEntries(
    [...(await wordChecks())].filter(([column]) => column.startsWith('another')),
  );
  expect(found).toEqual({
    'another.one': ['a', 'b'],
    'another.two': ['c'],
    'another.three': ['d', 'e'],
    'another.six': ['g'],
  });
});

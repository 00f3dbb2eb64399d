import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Claims, purpose, type Purpose, withClaims } from '../../db/claims';
import { connect, type Sql, type Tx } from '../../db/connect';
import { asAdmin, makeCamera, makeEvent, makeForeignToken, makeSession, makeToken } from '../support/api';
import { createTestServices, type TestServices } from '../support/services';

let services: TestServices;
let engine: Sql;
let mine: { id: string };
let theirs: { id: string };
const actors: Record<string, Claims> = {};

/** Tables that belong to an event, with the column that says to which, and one that an update may touch. */
const TABLES: [table: string, event: string, column: string][] = [
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
  ['chats', 'event_id', 'state'],
  ['chat_senders', 'event_id', 'viewer'],
  ['chat_messages', 'event_id', 'removed_by'],
  ['chat_bans', 'event_id', 'until'],
  ['chat_reports', 'event_id', 'settled_at'],
  ['chat_paces', 'event_id', 'full_at'],
  ['chat_bells', 'event_id', 'seq'],
];

beforeAll(async () => {
  services = await createTestServices();
  engine = connect(services.database.engineUrl, { max: 2 });
  const token = await makeToken(services);
  const foreign = await makeForeignToken(services);
  await makeSession(services);
  const made = { mine: await makeEvent(services, token), theirs: await makeEvent(services, foreign) };
  mine = made.mine;
  theirs = made.theirs;
  const cameras = {
    mine: await makeCamera(services, token, made.mine),
    theirs: await makeCamera(services, foreign, made.theirs),
  };
  const teams = await asAdmin(services, async (sql) => {
    for (const [event, camera] of [
      [mine, cameras.mine],
      [theirs, cameras.theirs],
    ] as const) {
      const [stream] = await sql`insert into streams (event_id) values (${event.id}) returning id`;
      const [link] = await sql`select id from crew_links where event_id = ${event.id}`;
      const [destination] = await sql`
        insert into destinations (event_id, plugin, label) values (${event.id}, 'youtube', 'x') returning id`;
      await sql`insert into destination_secrets (destination_id, event_id, sealed) values (${destination?.id}, ${event.id}, 'x')`;
      await sql`insert into destination_tests (destination_id, event_id, asked) values (${destination?.id}, ${event.id}, gen_random_uuid())`;
      await sql`insert into crew_sessions values (${event.id}, ${link?.id}, ${event.id}, now(), now() + interval '1 day')`;
      await sql`insert into camera_telemetry (camera_id, source, event_id, data) values (${camera.id}, 'phone', ${event.id}, '{}')`;
      await sql`insert into switch_logs (event_id, seq, kind, actor, source) values (${event.id}, 1, 'cut', 'x', 'api')`;
      await sql`insert into output_status (event_id, output, state) values (${event.id}, 'recording', 'off')`;
      await sql`insert into recordings (event_id, stream_id, part, file) values (${event.id}, ${stream?.id}, 1, 'x')`;
      await sql`insert into engine_leases (event_id, worker, host, pid) values (${event.id}, 'w', 'h', 1)`;
      await sql`insert into livekit_sessions (sid, event_id, kind) values (${`RM_${event.id}`}, ${event.id}, 'room')`;
      await sql`insert into presence (event_id, process_id) values (${event.id}, 'p')`;
      await sql`insert into chats (event_id) values (${event.id})`;
      await sql`insert into chat_senders (event_id, viewer, address) values (${event.id}, 'v', 'a')`;
      const [message] = await sql`
        insert into chat_messages (event_id, seq, name, text) values (${event.id}, 1, 'Tom', 'x') returning id`;
      await sql`insert into chat_bans (event_id, name, viewer, address, created_by) values (${event.id}, 'Tom', 'v', 'a', 'x')`;
      await sql`insert into chat_reports (message_id, event_id, reporter) values (${message?.id}, ${event.id}, 'v')`;
      await sql`insert into chat_paces values (${event.id}, 'v', now())`;
      await sql`insert into chat_bells (event_id) values (${event.id})`;
      await sql`insert into presence_viewers values (${event.id}, 'v', 'p', 'a', true, false)`;
      await sql`insert into stream_samples (stream_id, event_id, page, embed) values (${stream?.id}, ${event.id}, 1, 0)`;
      await sql`
        insert into scores (event_id, home_name, away_name, home_short, away_short) values (${event.id}, 'a', 'b', 'a', 'b')`;
      await sql`
        insert into score_changes (event_id, seq, side, delta, home_points, away_points, clock_ms, actor)
        values (${event.id}, 1, 'home', 1, 1, 0, 0, 'x')`;
    }
    const rows = await sql<{ id: string; slug: string }[]>`select id, slug from teams`;
    return Object.fromEntries(rows.map(({ slug, id }) => [slug, id]));
  });
  const eventId = mine.id;
  actors.member = { kind: 'member', userId: null, teams: [teams.home ?? ''], name: 'x', via: 'token' };
  for (const role of ['director', 'scorer', 'moderator'] as const)
    actors[role] = { kind: 'crew', eventId, role, linkId: eventId, name: 'x' };
  actors.camera = { kind: 'camera', eventId, cameraId: cameras.mine.id };
  actors.joining = { kind: 'joining', eventId };
  actors.viewer = { kind: 'viewer' };
  for (const name of [
    'setup',
    'login',
    'session',
    'api_token',
    'join',
    'device',
    'crew_link',
    'ticket',
    'limits',
    'presence',
    'chat',
    'reconcile',
    'players',
  ] satisfies Purpose[]) {
    actors[name] = purpose(name);
  }
  actors.engine = { kind: 'engine' };
  actors.rotation = { kind: 'rotation' };
});
afterAll(async () => {
  await engine.end();
  await services.close();
});

const refused = (error: unknown) => {
  if (error instanceof Error && /permission denied|row-level security/.test(error.message)) return 0;
  throw error;
};

/** How many rows of an event an actor sees, can change and can delete. What is changed is taken back. */
async function reach(actor: string, [table, event, column]: (typeof TABLES)[number], eventId: string) {
  const claims = actors[actor];
  if (!claims) throw new Error(actor);
  const sql = actor === 'engine' || actor === 'rotation' ? engine : services.sql;
  const undone = new Error('undone');
  const attempt = async (kind: 'select' | 'update' | 'delete'): Promise<number> => {
    let count = 0;
    const work = withClaims(sql, claims, async (tx) => {
      const where = tx`${tx(event)} = ${eventId}`;
      const rows =
        kind === 'select'
          ? await tx`select ${tx(event)} from ${tx(table)} where ${where}`
          : kind === 'update'
            ? await tx`update ${tx(table)} set ${tx(column)} = ${tx(column)} where ${where}`
            : await tx`delete from ${tx(table)} where ${where}`;
      count = rows.count;
      throw undone;
    });
    return work.then(
      () => count,
      (error: unknown) => (error === undone ? count : refused(error)),
    );
  };
  const seen = await attempt('select');
  return [seen > 0 && 'r', (await attempt('update')) > 0 && 'u', (await attempt('delete')) > 0 && 'd']
    .filter(Boolean)
    .join('');
}

/** r: sees, u: changes, d: deletes rows of its own event. Who is not named reaches nothing. */
const EXPECTED: Record<string, Record<string, string>> = {
  events: {
    member: 'rud',
    director: 'ru',
    scorer: 'r',
    camera: 'ru',
    joining: 'ru',
    viewer: 'r',
    join: 'r',
    chat: 'r',
    reconcile: 'ru',
    engine: 'ru',
  },
  event_updates: {
    member: 'r',
    director: 'r',
    scorer: 'r',
    camera: 'r',
    viewer: 'r',
    reconcile: 'rd',
    engine: 'r',
  },
  join_secrets: { member: 'rud', director: 'r', scorer: 'r', join: 'r', reconcile: 'r', rotation: 'r' },
  crew_links: { member: 'rud', crew_link: 'ru', rotation: 'r' },
  crew_sessions: { crew_link: 'r' },
  streams: { member: 'ru', director: 'ru', scorer: 'r', viewer: 'r', reconcile: 'ru', engine: 'ru' },
  cameras: {
    member: 'ru',
    director: 'ru',
    scorer: 'r',
    camera: 'ru',
    joining: 'ru',
    device: 'r',
    reconcile: 'ru',
    engine: 'r',
  },
  camera_telemetry: { member: 'r', director: 'r', scorer: 'r', camera: 'ru', reconcile: 'r', engine: 'ru' },
  switch_logs: { member: 'r', director: 'r', scorer: 'r', reconcile: 'r', engine: 'r' },
  event_log: { member: 'r', director: 'r', scorer: 'r', reconcile: 'r', engine: 'r' },
  destinations: { member: 'rud', director: 'ru', scorer: 'r', reconcile: 'ru', players: 'r', engine: 'r' },
  destination_secrets: { member: 'rd', engine: 'r', rotation: 'ru' },
  destination_tests: { member: 'rud', director: 'rud', scorer: 'r', reconcile: 'rud', engine: 'ru' },
  output_status: { member: 'rd', director: 'r', scorer: 'r', reconcile: 'r', engine: 'rud' },
  recordings: { member: 'r', director: 'r', scorer: 'r', reconcile: 'r', engine: 'ru' },
  engine_leases: { member: 'r', director: 'r', scorer: 'r', reconcile: 'r', engine: 'rud' },
  presence: { member: 'r', director: 'r', scorer: 'r', presence: 'rud', reconcile: 'r', engine: 'r' },
  livekit_sessions: { reconcile: 'rud' },
  presence_viewers: { member: 'r', director: 'r', scorer: 'r', presence: 'rud', reconcile: 'r' },
  stream_samples: { member: 'r', director: 'r', scorer: 'r', viewer: 'r', reconcile: 'r' },
  output_changes: { member: 'r', director: 'r', scorer: 'r', reconcile: 'r' },
  scores: { member: 'rud', director: 'rud', scorer: 'ru', moderator: 'r', viewer: 'r', reconcile: 'r' },
  score_changes: { member: 'r', director: 'r', scorer: 'r', reconcile: 'r' },
  chats: {
    member: 'ru',
    director: 'ru',
    moderator: 'ru',
    scorer: 'r',
    viewer: 'r',
    chat: 'ru',
    reconcile: 'r',
  },
  chat_senders: { member: 'rd', director: 'r', moderator: 'r', chat: 'rud' },
  chat_messages: {
    member: 'rud',
    director: 'ru',
    moderator: 'ru',
    scorer: 'r',
    viewer: 'r',
    chat: 'rd',
    reconcile: 'r',
  },
  chat_bans: { member: 'rd', director: 'rd', moderator: 'rd', chat: 'rd' },
  chat_reports: { member: 'rud', director: 'ru', moderator: 'ru', chat: 'rd' },
  chat_paces: { chat: 'rud' },
  chat_bells: { chat: 'rud' },
};

describe('T19: who reaches which rows of their own event', () => {
  test.each(TABLES)('%s', async (...row) => {
    const reached: Record<string, string> = {};
    for (const actor of Object.keys(actors)) {
      const letters = await reach(actor, row, mine.id);
      if (letters) reached[actor] = letters;
    }
    const expected = EXPECTED[row[0]] ?? {};
    // Outside the chat a moderator reaches what a scorer does: what every screen of the crew shows.
    const moderator = expected.moderator ?? expected.scorer;
    expect(reached).toEqual({ ...expected, ...(moderator && { moderator }) });
  });
});

describe('T19: nobody of one event reaches a row of another', () => {
  test.each(TABLES)('%s', async (...row) => {
    for (const actor of ['member', 'director', 'scorer', 'moderator', 'camera', 'joining']) {
      expect([actor, await reach(actor, row, theirs.id)]).toEqual([actor, '']);
    }
  });
});

test('T19: a scorer raises the seq of their own event, and moves nothing else of it', async () => {
  const scorer = actors.scorer;
  if (!scorer) throw new Error('no scorer');
  const seqs = async () =>
    asAdmin(
      services,
      (sql) =>
        sql<{ seq: number }[]>`select seq from events where id in (${mine.id}, ${theirs.id}) order by id`,
    );
  const before = await seqs();
  const raised = (id: string) =>
    withClaims(
      services.sql,
      scorer,
      (tx) => tx<{ seq: number | null }[]>`select bump_event(${id}, '{score}') as seq`,
    );
  expect((await raised(mine.id))[0]?.seq).toBeGreaterThan(0);
  expect((await raised(theirs.id))[0]?.seq).toBeNull();
  const after = await seqs();
  expect(after.reduce((sum, { seq }) => sum + seq, 0)).toBe(before.reduce((sum, { seq }) => sum + seq, 1));
  for (const change of [
    (tx: Tx) => tx`update events set status = 'ended' where id = ${mine.id}`,
    (tx: Tx) => tx`update events set on_air = null where id = ${mine.id}`,
    (tx: Tx) => tx`update events set seq = seq - 1 where id = ${mine.id}`,
    (tx: Tx) => tx`update events set title = 'x', seq = seq + 1 where id = ${mine.id}`,
  ]) {
    const work = withClaims(services.sql, scorer, async (tx) => void (await change(tx)));
    await expect(work).rejects.toThrow(/permission denied/);
  }
});

test('T19: a viewer does not see a message that was taken away, nor a draft', async () => {
  const seen = (sql: Sql) =>
    withClaims(sql, { kind: 'viewer' }, (tx) => tx`select 1 from chat_messages where event_id = ${mine.id}`);
  const set = (removed: number | null, status: string) =>
    asAdmin(services, async (sql) => {
      await sql`update chat_messages set removed_seq = ${removed} where event_id = ${mine.id}`;
      await sql`update events set status = ${status} where id = ${mine.id}`;
    });
  await set(2, 'ready');
  expect(await seen(services.sql)).toHaveLength(0);
  await set(null, 'draft');
  expect(await seen(services.sql)).toHaveLength(0);
  await set(null, 'ready');
  expect(await seen(services.sql)).toHaveLength(1);
});

test('T19: tables of people are open to the purpose that needs them, and to oneself', async () => {
  const table: Record<string, string[]> = {};
  for (const name of [
    'teams',
    'users',
    'team_members',
    'sessions',
    'api_tokens',
    'setup_tokens',
    'rate_limits',
    'webhook_events',
    'socket_tickets',
  ]) {
    for (const [actor, claims] of Object.entries(actors)) {
      if (actor === 'engine' || actor === 'rotation') continue;
      const rows = await withClaims(services.sql, claims, (tx) => tx`select 1 from ${tx(name)} limit 1`);
      if (rows.length > 0) (table[name] ??= []).push(actor);
    }
  }
  expect(table).toEqual({
    teams: ['member', 'setup'],
    users: ['setup', 'login', 'session'],
    team_members: ['setup', 'login', 'session'],
    sessions: ['session'],
    api_tokens: ['member', 'api_token'],
    rate_limits: ['limits'],
  });
});

test('T19: 200 requests over a pool of three, some of which crash, never see a foreign row', async () => {
  const pool = connect(services.database.webUrl, { max: 3 });
  const own = actors.member;
  const foreignTeam = await asAdmin(
    services,
    (sql) => sql<{ id: string }[]>`select id from teams where slug = 'other'`,
  );
  const foreign: Claims = {
    kind: 'member',
    userId: null,
    teams: [foreignTeam[0]?.id ?? ''],
    name: 'x',
    via: 'token',
  };
  if (!own) throw new Error('no member');
  const seen = await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const isOwn = i % 2 === 0;
      const rows = await withClaims(pool, isOwn ? own : foreign, async (tx) => {
        const found = await tx<{ id: string }[]>`select id from events`;
        if (i % 7 === 0) await tx`select 1 / 0`;
        return found;
      }).catch(() => []);
      return rows.every(({ id }) => id === (isOwn ? mine.id : theirs.id));
    }),
  );
  expect(seen.every(Boolean)).toBe(true);
  await expect(pool`select * from events`).rejects.toThrow(/permission denied/);
  await pool.end();
});

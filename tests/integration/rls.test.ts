import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Claims, withClaims } from '../../db/claims';
import { connect, type Sql, type Tx } from '../../db/connect';
import {
  asAdmin,
  makeCamera,
  makeEvent,
  makeForeignToken,
  makeSession,
  makeToken,
} from '../support/api/call';
import { everyActor } from '../support/rights/every-actor';
import { REACH } from '../support/rights/reach';
import { EVENT_TABLES, type EventTable, fillEveryTable } from '../support/rights/every-table';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let engine: Sql;
let mine: { id: string };
let theirs: { id: string };
let actors: Record<string, Claims>;

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
    await fillEveryTable(sql, mine.id, cameras.mine.id);
    await fillEveryTable(sql, theirs.id, cameras.theirs.id);
    const rows = await sql<{ id: string; slug: string }[]>`select id, slug from teams`;
    return Object.fromEntries(rows.map(({ slug, id }) => [slug, id]));
  });
  actors = everyActor(mine.id, cameras.mine.id, teams.home ?? '');
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
async function reach(actor: string, [table, event, column]: EventTable, eventId: string) {
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

describe('T19: who reaches which rows of their own event', () => {
  test.each(EVENT_TABLES)('%s', async (...row) => {
    const reached: Record<string, string> = {};
    for (const actor of Object.keys(actors)) {
      const letters = await reach(actor, row, mine.id);
      if (letters) reached[actor] = letters;
    }
    const expected = REACH[row[0]] ?? {};
    // Outside the chat a moderator reaches what a scorer does: what every screen of the crew shows.
    const moderator = expected.moderator ?? expected.scorer;
    // And so does an assistant, but for what they look after.
    const assistant = expected.assistant ?? expected.scorer;
    expect(reached).toEqual({
      ...expected,
      ...(moderator && { moderator }),
      ...(assistant && { assistant }),
    });
  });
});

describe('T19: nobody of one event reaches a row of another', () => {
  test.each(EVENT_TABLES)('%s', async (...row) => {
    for (const actor of ['member', 'director', 'assistant', 'scorer', 'moderator', 'camera', 'joining']) {
      expect([actor, await reach(actor, row, theirs.id)]).toEqual([actor, '']);
    }
  });
});

test('T19: a scorer raises the seq of their own event, and moves nothing else of it', () =>
  raisesSeqOnly(actors.scorer));
test('T19: and so does an assistant', () => raisesSeqOnly(actors.assistant));
test('T19: and so does a phone, before and after it is a camera', async () => {
  await raisesSeqOnly({ kind: 'joining', eventId: mine.id });
  await raisesSeqOnly(actors.camera);
});

async function raisesSeqOnly(actor: Claims | undefined): Promise<void> {
  if (!actor) throw new Error('There is no such actor.');
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
      actor,
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
    const work = withClaims(services.sql, actor, async (tx) => void (await change(tx)));
    await expect(work).rejects.toThrow(/permission denied/);
  }
}

test.each(['streams', 'stream_samples', 'event_updates'])(
  'T19: a viewer sees no %s of a draft',
  async (table) => {
    const seen = () =>
      withClaims(
        services.sql,
        { kind: 'viewer' },
        (tx) => tx`select 1 from ${tx(table)} where event_id = ${mine.id}`,
      );
    const become = (status: string) =>
      asAdmin(services, (sql) => sql`update events set status = ${status} where id = ${mine.id}`);
    await become('draft');
    expect(await seen()).toHaveLength(0);
    await become('ready');
    expect((await seen()).length).toBeGreaterThan(0);
  },
);

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

import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldScore } from '../../core/scoring/fold';
import { connect, type Sql } from '../../db/connect';
import { migrate } from '../../db/migrate';
import { listScoreEvents } from '../../db/queries/score-events';
import { startPostgres } from '../support/database/test-postgres';

/** A database that was there before the score was a list of events. */
const MIGRATIONS = new URL('../../db/migrations/', import.meta.url).pathname;
const FIRST_OF_THE_LIST = '0034';
let server: Awaited<ReturnType<typeof startPostgres>>;
let admin: Sql;
let older: string;

beforeAll(async () => {
  server = await startPostgres();
  older = await mkdtemp(join(tmpdir(), 'touchline-migrations-'));
  for (const file of (await readdir(MIGRATIONS)).filter((one) => one < FIRST_OF_THE_LIST))
    await cp(join(MIGRATIONS, file), join(older, file));
});
afterAll(async () => {
  await admin?.end();
  await server.discard();
  await rm(older, { recursive: true });
});

test('a score that is kept goes on: points, what was taken back, period and a clock that runs', async () => {
  const url = server.url('postgres');
  const { dataDir } = server;
  await migrate(url, { dataDir, migrationsDir: older });
  admin = connect(url, { max: 2 });
  const [event] = await admin`
    insert into events (team_id, slug, title, seq) select id, 'cup', 'Cup', 9 from teams limit 1 returning id`;
  const id: string = event?.id;
  await admin`
    insert into scores (event_id, home_name, away_name, home_short, away_short, home_points, away_points, period,
      clock_ms, clock_started_at)
    values (${id}, 'Nord', 'Hafen', 'NOR', 'HAF', 1, 0, 'second-half', 2700000, '2026-05-02T15:00:00Z')`;
  const [wrong] = await admin`
    insert into score_changes (event_id, seq, side, delta, home_points, away_points, clock_ms, actor)
    values (${id}, 3, 'home', 1, 1, 0, 1000, 'Jonas'), (${id}, 4, 'away', 1, 1, 1, 2000, 'Jonas'),
      (${id}, 5, 'away', -1, 1, 0, 3000, 'Jonas'), (${id}, 6, 'away', 1, 1, 1, 4000, 'Jonas')
    returning id`.then((rows) => rows.slice(-1));
  await admin`
    insert into score_changes (event_id, seq, side, delta, home_points, away_points, clock_ms, actor, undoes)
    values (${id}, 7, 'away', -1, 1, 0, 5000, 'Jonas', ${wrong?.id})`;

  await migrate(url, { dataDir });
  const events = await admin.begin((tx) => listScoreEvents(tx, id));
  expect(events.map(({ kind }) => kind)).toEqual(['goal', 'goal', 'correction', 'goal', 'undo', 'period']);
  const { board } = foldScore('free', events);
  expect(board).toMatchObject({
    home: 1,
    away: 0,
    period: 'second-half',
    clock: { ms: 2_700_000, startedAt: '2026-05-02T15:00:00.000Z' },
  });
});

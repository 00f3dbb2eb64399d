import { afterAll, beforeAll, expect, test } from 'vitest';
import { Doorbell } from '../../db/doorbell';
import { connect, type Sql } from '../../db/connect';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import {
  createProduction,
  crewTicket,
  type Production,
  startRealtime,
  TestClient,
  viewerTicket,
} from '../support/web/test-realtime';
import { pace } from '../support/time/pace';

/** Safety F5: the doorbell may be lost at any moment, a change never. */
let database: TestDatabase;
let web: Sql;
let doorbell: Doorbell;
let production: Production;
let servers: Awaited<ReturnType<typeof startRealtime>>[];

beforeAll(async () => {
  database = await createTestDatabase();
  web = connect(database.webUrl, { max: 4 });
  doorbell = new Doorbell(database.webUrl);
  production = await createProduction(database.adminUrl);
  servers = await Promise.all([startRealtime(database.webUrl), startRealtime(database.webUrl)]);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await doorbell.close();
  await web.end();
  await production.admin.end();
  await database.drop();
});

test('listeners are killed 50 times during ten cuts a second, and every client ends at the right seq without a gap', async () => {
  const clients = await Promise.all(
    [0, 1, 0, 1].map(
      async (index) => new TestClient<'crew'>(servers[index]?.url ?? '', await crewTicket(web, production)),
    ),
  );
  const viewer = new TestClient<'public'>(servers[0]?.url ?? '', viewerTicket(production.eventId));
  for (const client of [...clients, viewer]) await client.until(({ snapshots }) => snapshots === 1);

  let killed = 0;
  const killer = (async () => {
    while (killed < 50) {
      const rows = await production.admin<{ pid: number }[]>`
        select pid from pg_stat_activity where application_name = 'touchline-listen' and datname = current_database()`;
      for (const { pid } of rows) {
        await production.admin`select pg_terminate_backend(${pid})`;
        killed += 1;
      }
      await pace(60);
    }
  })();
  let last = 0;
  const begun = performance.now();
  for (let n = 0; n < 60 || killed < 50; n += 1) {
    last = await production.cut(production.cameras[n % 2 === 0 ? 0 : 1]);
    doorbell.ring(production.eventId, last);
    await pace(Math.max(0, begun + n * 100 - performance.now()));
  }
  await killer;
  const title = `after ${last}`;
  last = await production.retitle(title);
  doorbell.ring(production.eventId, last);
  for (const client of clients) await client.until(({ chain }) => chain.seq === last, 2_000);
  await viewer.until(({ chain }) => chain.state?.event.title === title, 2_000);

  for (const client of clients) {
    expect(client.resumes).toBe(0);
    expect(client.seqs).toEqual([...client.seqs].sort((a, b) => a - b));
    expect(client.chain.state?.program.onAir).toBe(production.cameras[(last - 2) % 2 === 0 ? 0 : 1]);
    client.close();
  }
  viewer.close();
  expect(killed).toBeGreaterThanOrEqual(50);
});

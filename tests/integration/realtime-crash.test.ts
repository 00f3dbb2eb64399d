import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Doorbell } from '../../db/doorbell';
import { connect, type Sql } from '../../db/connect';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import { pageConnection, pretendPage, seen } from '../support/browsers/simulated-page';
import { freePort } from '../../supervisor/ports';
import { createProduction, crewTicket, type Production } from '../support/web/test-realtime';
import { lasts, pace } from '../support/time/pace';

/** Safety F1: a web process dies, and its pages go on with another. */
let database: TestDatabase;
let web: Sql;
let doorbell: Doorbell;
let production: Production;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  database = await createTestDatabase();
  web = connect(database.webUrl, { max: 4 });
  doorbell = new Doorbell(database.webUrl);
  production = await createProduction(database.adminUrl);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await doorbell.close();
  await web.end();
  await production.admin.end();
  await database.drop();
});

async function startProcess(port = 0): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(new URL('../support/web/realtime-process.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, TEST_DATABASE_URL: database.webUrl, TEST_PORT: String(port) },
  });
  children.add(child);
  const [message] = (await once(child, 'message')) as [{ url: string }];
  return { child, url: message.url };
}

test('killed during 20 cuts a second: every page is back within 5 s and misses nothing', async () => {
  pretendPage();
  const [one, two] = await Promise.all([startProcess(), startProcess()]);
  // What the edge does: who cannot reach one process gets the other.
  const alive = [one, two];
  let turn = 0;
  const url = () => {
    const running = alive.filter(({ child }) => child.exitCode === null && child.signalCode === null);
    turn += 1;
    return running[turn % running.length]?.url ?? '';
  };
  const crews = Array.from({ length: 10 }, () =>
    pageConnection({ audience: 'crew', slug: production.slug }, () => crewTicket(web, production), url),
  );
  const steps = crews.map(() => [] as number[]);
  crews.forEach((crew, index) => {
    crew.subscribe(() => {
      if (steps[index]?.at(-1) !== crew.view().seq) steps[index]?.push(crew.view().seq);
    });
    crew.open();
  });
  await Promise.all(crews.map((crew) => seen(crew, ({ link }) => link === 'online', 5_000)));

  let last = 0;
  let cutting = true;
  const cuts = (async () => {
    for (let n = 0; cutting; n += 1) {
      last = await production.cut(production.cameras[n % 2 === 0 ? 0 : 1]);
      doorbell.ring(production.eventId, last);
      await pace(50);
    }
  })();
  await lasts('cutting before the kill', 500);
  const lost = new Map<number, number>();
  const back = new Map<number, number>();
  crews.forEach((crew, index) =>
    crew.subscribe(() => {
      const { link } = crew.view();
      if (link !== 'online' && !lost.has(index)) lost.set(index, performance.now());
      if (link === 'online' && lost.has(index) && !back.has(index)) back.set(index, performance.now());
    }),
  );
  one.child.kill('SIGKILL');
  const killed = performance.now();
  while (lost.size === 0 || back.size < lost.size) {
    expect(performance.now() - killed).toBeLessThan(5_000);
    await pace(20);
  }
  const longest = Math.max(...back.values()) - killed;
  await lasts('cutting after the kill', 1_000);
  cutting = false;
  await cuts;
  await Promise.all(crews.map((crew) => seen(crew, ({ seq }) => seq === last, 5_000)));
  for (const each of steps) expect(each).toEqual([...each].sort((a, b) => a - b));
  const [logged] = await production.admin<{ count: number }[]>`
    select count(*)::int as count from switch_logs where event_id = ${production.eventId}`;
  expect(logged?.count).toBe(last);
  console.info(
    `F1: ${lost.size} of ${crews.length} pages lost, all back ${Math.round(longest)} ms after the kill`,
  );
  crews.forEach((crew) => crew.close());
  two.child.kill('SIGKILL');
});

test('the only process is killed and started again: the page is back within 5 s of its return, with what it missed', async () => {
  const port = await freePort();
  const first = await startProcess(port);
  const page = pageConnection(
    { audience: 'crew', slug: production.slug },
    () => crewTicket(web, production),
    () => `http://127.0.0.1:${port}`,
  );
  page.open();
  await seen(page, ({ link }) => link === 'online', 5_000);
  first.child.kill('SIGKILL');
  await seen(page, ({ link }) => link !== 'online', 1_000);
  const missed = await production.cut(production.cameras[1]);
  await seen(page, ({ link }) => link === 'offline', 4_000);
  await startProcess(port);
  const back = await seen(page, ({ link, seq }) => link === 'online' && seq === missed, 5_500);
  console.info(`F1: back ${Math.round(back)} ms after the process`);
  page.close();
});

test('a tab that returns asks for what it missed', async () => {
  const page = pretendPage();
  const { url } = await startProcess();
  const connection = pageConnection(
    { audience: 'crew', slug: production.slug },
    () => crewTicket(web, production),
    () => url,
  );
  connection.open();
  await seen(connection, ({ link }) => link === 'online', 5_000);
  const before = connection.view().state;
  page.dispatchEvent(new Event('visibilitychange'));
  // The same seq, as a new snapshot.
  await seen(connection, ({ state }) => state !== before, 2_000);
  connection.close();
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { Doorbell } from '../../db/doorbell';
import { connect, type Sql } from '../../db/connect';
import { migrate } from '../../db/migrate';
import { startPostgres, type TestPostgres } from '../support/database/test-postgres';
import {
  createProduction,
  crewTicket,
  type Production,
  startRealtime,
  TestClient,
} from '../support/web/test-realtime';
import { lasts } from '../support/time/pace';

/** Safety F3 and the desk's part of F4: the database stops and comes back under an open desk. */
let postgres: TestPostgres;
let web: Sql;
let doorbell: Doorbell;
let production: Production;
let server: Awaited<ReturnType<typeof startRealtime>>;

beforeAll(async () => {
  postgres = await startPostgres();
  const adminUrl = postgres.url('postgres');
  const { webUrl } = await migrate(adminUrl, { dataDir: postgres.dataDir });
  production = await createProduction(adminUrl);
  web = connect(webUrl, { max: 2 });
  doorbell = new Doorbell(webUrl);
  server = await startRealtime(webUrl);
});
afterAll(async () => {
  await server.close();
  await doorbell.close();
  await web.end({ timeout: 1 });
  await production.admin.end({ timeout: 1 });
  await postgres.discard();
});

test('the desk is warned within 2 s that cutting is frozen and within 1 s that it is back, and then cuts arrive', async () => {
  const desk = new TestClient<'crew'>(server.url, await crewTicket(web, production));
  await desk.until(({ telemetry }) => telemetry.at(-1)?.control.ok === true);
  const figures: { frozenMs: number; backMs: number }[] = [];

  for (let round = 0; round < 2; round += 1) {
    // Stopping takes its own time; what counts is the last moment at which it certainly still answered.
    const stopping = performance.now();
    const stopped = postgres.stop();
    await desk.until(({ telemetry }) => telemetry.at(-1)?.control.ok === false, 5_000);
    const frozenMs = performance.now() - stopping;
    await stopped;
    expect(desk.telemetry.at(-1)?.control.reason).toContain('cutting is frozen');
    expect(desk.socket.connected).toBe(true);
    await lasts('the outage', 3_000);
    await postgres.start();
    const up = performance.now();
    await desk.until(({ telemetry }) => telemetry.at(-1)?.control.ok === true, 5_000);
    figures.push({ frozenMs, backMs: performance.now() - up });

    const seq = await production.cut(production.cameras[round === 0 ? 0 : 1]);
    doorbell.ring(production.eventId, seq);
    await desk.until(({ chain }) => chain.seq === seq, 2_000);
    expect(desk.resumes).toBe(0);
  }
  console.info(
    'F3:',
    figures
      .map(
        ({ frozenMs, backMs }) =>
          `frozen told after ${Math.round(frozenMs)} ms, back after ${Math.round(backMs)} ms`,
      )
      .join('; '),
  );
  for (const { frozenMs, backMs } of figures) {
    expect(frozenMs).toBeLessThan(2_500);
    expect(backMs).toBeLessThan(1_000);
  }
  desk.close();
});

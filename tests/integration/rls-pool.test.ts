import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Claims, withClaims } from '../../db/claims';
import { connect } from '../../db/connect';
import { asAdmin, makeEvent, makeForeignToken, makeToken } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let mine: { id: string };
let theirs: { id: string };

beforeAll(async () => {
  services = await createTestServices();
  mine = await makeEvent(services, await makeToken(services));
  theirs = await makeEvent(services, await makeForeignToken(services));
});
afterAll(() => services.close());

test('T19: 200 requests over a pool of three, some of which crash, never see a foreign row', async () => {
  const pool = connect(services.database.webUrl, { max: 3 });
  const teams = await asAdmin(
    services,
    (sql) => sql<{ id: string; slug: string }[]>`select id, slug from teams`,
  );
  const memberOf = (slug: string): Claims => {
    const team = teams.find((one) => one.slug === slug);
    return { kind: 'member', userId: null, teams: [team?.id ?? ''], name: 'x', via: 'token' };
  };
  const [own, foreign] = [memberOf('home'), memberOf('other')];
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

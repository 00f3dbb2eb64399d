import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  allApiTokens,
  createApiToken,
  endApiToken,
  memberOfToken,
} from '../../app/domain/accounts/api-token';
import { completeSetup, createOwner, setupOpen } from '../../app/domain/accounts/owner-setup';
import { login, logout, sessionActor } from '../../app/domain/accounts/sign-in';
import { AppError } from '../../core/errors';
import { purpose, withClaims } from '../../db/claims';
import { pruneSessions } from '../../db/queries/accounts';
import { randomToken, tokenHash } from '../../db/secrets';
import { asAdmin, PASSWORD } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
const IP = '203.0.113.5';

beforeAll(async () => {
  services = await createTestServices();
});
beforeEach(() => asAdmin(services, (sql) => sql`delete from rate_limits`));
afterAll(() => services.close());

async function setupLink(hours = 1): Promise<string> {
  const token = randomToken();
  await asAdmin(
    services,
    (sql) =>
      sql`insert into setup_tokens (token_hash, expires_at) values (${tokenHash(token)}, now() + make_interval(hours => ${hours}))`,
  );
  return token;
}

const owner = { email: 'first@example.org', name: 'First', password: PASSWORD };

test('the first owner comes by the setup link, once', async () => {
  const [link, over, second] = [await setupLink(), await setupLink(-1), await setupLink()];
  expect(await setupOpen(services, link)).toBe(true);
  expect(await setupOpen(services, over)).toBe(false);
  expect(await setupOpen(services, 'made up')).toBe(false);
  await expect(
    completeSetup(services, link, { ...owner, password: 'short' }, '203.0.113.5'),
  ).rejects.toMatchObject({
    status: 400,
  });
  await expect(
    completeSetup(services, link, { ...owner, email: 'nobody' }, '203.0.113.5'),
  ).rejects.toMatchObject({
    status: 400,
  });
  expect(await setupOpen(services, link)).toBe(true);
  const { sessionToken } = await completeSetup(services, link, owner, '203.0.113.5');
  expect(await sessionActor(services, sessionToken)).toMatchObject({
    kind: 'member',
    name: 'First',
    via: 'session',
  });
  for (const used of [link, over, second]) {
    expect(await setupOpen(services, used)).toBe(false);
    await expect(
      completeSetup(services, used, { ...owner, email: 'x@y.z' }, '203.0.113.5'),
    ).rejects.toMatchObject({
      status: 410,
    });
  }
});

test('a password is kept as argon2id and found nowhere', async () => {
  const [row] = await asAdmin(
    services,
    (sql) => sql<{ password_hash: string }[]>`select password_hash from users`,
  );
  expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('signing in gives a new session and ends the one before; signing out ends it', async () => {
  const one = await login(services, owner, IP);
  const two = await login(
    services,
    { ...owner, email: ' FIRST@example.org ', previous: one.sessionToken },
    IP,
  );
  expect(two.sessionToken).not.toBe(one.sessionToken);
  expect(await sessionActor(services, one.sessionToken)).toBeNull();
  expect(await sessionActor(services, two.sessionToken)).not.toBeNull();
  await logout(services, two.sessionToken);
  expect(await sessionActor(services, two.sessionToken)).toBeNull();
  const stored = await asAdmin(services, (sql) => sql`select * from sessions`);
  expect(JSON.stringify(stored)).not.toContain(two.sessionToken);
});

test('a session ends after its idle and its absolute limit', async () => {
  const idle = (await login(services, owner, IP)).sessionToken;
  await asAdmin(
    services,
    (sql) =>
      sql`update sessions set seen_at = now() - interval '73 hours' where id_hash = ${tokenHash(idle)}`,
  );
  expect(await sessionActor(services, idle)).toBeNull();
  const old = (await login(services, owner, IP)).sessionToken;
  await asAdmin(
    services,
    (sql) =>
      sql`update sessions set expires_at = now() - interval '1 second' where id_hash = ${tokenHash(old)}`,
  );
  expect(await sessionActor(services, old)).toBeNull();
  expect(await sessionActor(services, 'made up')).toBeNull();
});

test('an unknown address and a wrong password get one answer', async () => {
  const wrong = await login(services, { ...owner, password: 'wrong' }, IP).catch((error: unknown) => error);
  const unknown = await login(services, { email: 'nobody@example.org', password: 'wrong' }, IP).catch(
    (error: unknown) => error,
  );
  expect(wrong).toMatchObject({ status: 401 });
  expect(String(wrong)).toBe(String(unknown));
});

const wrongFrom = (ip: string, previous?: string) =>
  login(services, { ...owner, password: 'wrong', ...(previous && { previous }) }, ip);
const usedUp = (key: string, hits: number) =>
  asAdmin(
    services,
    (sql) => sql`
      insert into rate_limits (key, hits) values (${key}, ${hits})
      on conflict (key) do update set hits = ${hits}, window_start = now()`,
  );

test('guessing passwords ends after ten tries for an account from one network, which locks nobody else out', async () => {
  const guesser = '2001:db8:1:1::1';
  for (let i = 0; i < 10; i++) await expect(wrongFrom(guesser)).rejects.toMatchObject({ status: 401 });
  await expect(login(services, owner, '2001:db8:1:1::2')).rejects.toMatchObject({ status: 429 });
  await expect(login(services, { email: 'other@example.org', password: 'x' }, guesser)).rejects.toMatchObject(
    { status: 401 },
  );
  await login(services, owner, '2001:db8:1:2::1');

  await asAdmin(services, (sql) => sql`delete from rate_limits`);
  await usedUp('loginPerAccountAndSite:first@example.org 2001:db8:1::/48', 30);
  await expect(login(services, owner, '2001:db8:1:3::1')).rejects.toMatchObject({ status: 429 });
  await login(services, owner, '2001:db8:2:3::1');
});

test('guessing from everywhere ends too, but not for a browser that was signed in before', async () => {
  const { sessionToken } = await login(services, owner, IP);
  await logout(services, sessionToken);
  await usedUp('loginPerAccountOverAll:first@example.org', 300);
  await expect(login(services, owner, '10.0.1.1')).rejects.toMatchObject({ status: 429 });
  await expect(login(services, { ...owner, previous: 'made up' }, IP)).rejects.toMatchObject({ status: 429 });
  await login(services, { ...owner, previous: sessionToken }, IP);
  // Its own attempts count by themselves, and nobody else's cookie helps with this account.
  await createOwner(services, { email: 'second@example.org', name: 'Second', password: PASSWORD });
  const second = await login(services, { ...owner, email: 'second@example.org' }, IP);
  await expect(wrongFrom('10.0.1.2', second.sessionToken)).rejects.toMatchObject({ status: 429 });
  for (let i = 0; i < 10; i++)
    await expect(wrongFrom(`10.0.2.${i}`, sessionToken)).rejects.toMatchObject({ status: 401 });
  await expect(login(services, { ...owner, previous: sessionToken }, '10.0.3.1')).rejects.toMatchObject({
    status: 429,
  });
});

test('sessions that are over are taken away, the others stay', async () => {
  const [over, lasting] = [await login(services, owner, IP), await login(services, owner, IP)];
  await asAdmin(
    services,
    (sql) =>
      sql`update sessions set expires_at = now() - interval '1 second' where id_hash = ${tokenHash(over.sessionToken)}`,
  );
  await withClaims(services.sql, purpose('session'), pruneSessions);
  const left = await asAdmin(
    services,
    (sql) => sql`
      select id_hash from sessions where id_hash in (${tokenHash(over.sessionToken)}, ${tokenHash(lasting.sessionToken)})`,
  );
  expect(left).toHaveLength(1);
  expect(await sessionActor(services, lasting.sessionToken)).not.toBeNull();
});

test('tokens are listed with their team, use and end, and a revoked or ended one opens nothing', async () => {
  const [lasting, short] = [
    await createApiToken(services, { name: 'Control desk' }),
    await createApiToken(services, { name: 'For a day', days: 1 }),
  ];
  const holder = ({ token }: { token: string }) =>
    withClaims(services.sql, purpose('api_token'), (tx) => memberOfToken(tx, token));
  expect(await holder(lasting)).toMatchObject({ tokenId: lasting.id });
  expect(await holder(short)).toMatchObject({ tokenId: short.id });
  const listed = await allApiTokens(services);
  expect(listed).toMatchObject([
    { id: short.id, name: 'For a day', team: 'home', revokedAt: null },
    { id: lasting.id, name: 'Control desk', team: 'home', expiresAt: null, revokedAt: null },
  ]);
  expect(JSON.stringify(listed)).not.toContain(lasting.token);
  expect((listed[0]?.expiresAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(86_000_000);
  expect(listed[0]?.usedAt).toBeInstanceOf(Date);

  await asAdmin(services, (sql) => sql`update api_tokens set expires_at = now() where id = ${short.id}`);
  expect(await endApiToken(services, lasting.id)).toBe('Control desk');
  expect(await endApiToken(services, lasting.id)).toBe('Control desk');
  expect([await holder(lasting), await holder(short)]).toEqual([null, null]);
  expect((await allApiTokens(services))[1]?.revokedAt).toBeInstanceOf(Date);
  for (const unknown of ['none', lasting.id.replace(/^./, 'f').replace(/.$/, '0')]) {
    await expect(endApiToken(services, unknown)).rejects.toMatchObject({ status: 404 });
  }
});

test('two owners never share an address, by capitals neither', async () => {
  await expect(createOwner(services, { ...owner, email: 'First@Example.org' })).rejects.toMatchObject({
    status: 409,
  });
  await expect(createOwner(services, { ...owner, email: 'a@b.c', teamSlug: 'none' })).rejects.toMatchObject({
    status: 404,
  });
});

test('who signs in at the same time as many others is answered in turn', async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      login(services, { ...owner, password: 'wrong' }, `198.51.100.${i + 1}`).then(
        () => 200,
        (error: unknown) => (error instanceof AppError ? error.status : error),
      ),
    ),
  );
  // A slow machine may have refused some of them for now.
  expect(new Set(answers).has(401)).toBe(true);
  expect(answers.filter((one) => one !== 401 && one !== 503)).toEqual([]);
});

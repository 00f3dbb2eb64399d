import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { completeSetup, createOwner, setupOpen } from '../../app/domain/accounts/owner-setup';
import { login, logout, sessionActor } from '../../app/domain/accounts/sign-in';
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

test('guessing passwords ends after ten tries for an account, from wherever they come', async () => {
  for (let i = 0; i < 10; i++) {
    await expect(login(services, { ...owner, password: 'wrong' }, `10.0.0.${i}`)).rejects.toMatchObject({
      status: 401,
    });
  }
  await expect(login(services, owner, '10.0.1.1')).rejects.toMatchObject({ status: 429 });
  await expect(
    login(services, { email: 'other@example.org', password: 'x' }, '10.0.1.1'),
  ).rejects.toMatchObject({ status: 401 });
});

test('two owners never share an address, by capitals neither', async () => {
  await expect(createOwner(services, { ...owner, email: 'First@Example.org' })).rejects.toMatchObject({
    status: 409,
  });
  await expect(createOwner(services, { ...owner, email: 'a@b.c', teamSlug: 'none' })).rejects.toMatchObject({
    status: 404,
  });
});

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../app/config/limits';
import { completeSetup } from '../../app/domain/accounts/owner-setup';
import { openLink } from '../../app/domain/crew/crew-links';
import { AppError } from '../../core/errors';
import { joinCodeFrom } from '../../core/join-code';
import { asAdmin, call, makeEvent, makeToken } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let token: string;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
});
afterAll(() => services.close());

const IP = '198.51.100.200';

const forgetLimits = () => asAdmin(services, (sql) => sql`delete from rate_limits`);
const register = (body: unknown, ip?: string) =>
  call(services, 'POST', '/api/cameras/register', { body, ...(ip !== undefined && { ip }) });
const median = (list: number[]) => list.sort((x, y) => x - y)[Math.floor(list.length / 2)] ?? 0;

test('T1: 1000 wrong codes from three addresses over two web processes: ten a minute are heard from each', async () => {
  await forgetLimits();
  const nodes = [services, services.another()];
  const ips = ['198.51.100.1', '198.51.100.2', '2001:db8:1:2::1'];
  const statuses: Record<string, number[]> = {};
  for (let round = 0; round < 10; round++) {
    // However slow the machine is, all of it is one minute.
    await asAdmin(services, (sql) => sql`update rate_limits set window_start = now()`);
    await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        const ip = ips[i % 3] ?? '';
        // Each guess from another address of the same /64.
        const from = ip.includes(':') ? `2001:db8:1:2::${(round * 100 + i + 1).toString(16)}` : ip;
        const node = nodes[i % 2] ?? services;
        const guess = joinCodeFrom(randomBytes(8));
        const { status } = await call(node, 'POST', '/api/cameras/register', {
          body: { code: guess },
          ip: from,
        });
        (statuses[ip] ??= []).push(status);
      }),
    );
  }
  for (const ip of ips) {
    expect(statuses[ip]?.filter((status) => status === 404)).toHaveLength(10);
    expect(statuses[ip]?.filter((status) => status === 429)).toHaveLength((statuses[ip]?.length ?? 0) - 10);
  }
  const [all] = await asAdmin(
    services,
    (sql) => sql`select hits from rate_limits where key = 'joinGlobalPerMinute:all'`,
  );
  expect(all?.hits).toBe(30);
  const blocked = await register({ code: 'AAAAAAAA' }, ips[0] ?? '');
  expect(Number(blocked.headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(blocked.json.error).toMatchObject({ code: 'rate_limited' });
}, 120_000);

test('T1: over all addresses 600 wrong codes a minute are heard', async () => {
  await asAdmin(
    services,
    (sql) => sql`insert into rate_limits (key, hits) values ('joinGlobalPerMinute:all', 600)
      on conflict (key) do update set hits = 600, window_start = now()`,
  );
  expect((await register({ code: 'AAAAAAAA' }, '198.51.100.77')).status).toBe(429);
  await forgetLimits();
});

test('T1: one network of IPv6 uses up a tenth of the limit over all, and keeps nobody else out', async () => {
  await forgetLimits();
  const event = await makeEvent(services, token);
  const guesses = await Promise.all(
    Array.from({ length: 70 }, (_, i) =>
      register({ code: joinCodeFrom(randomBytes(8)) }, `2001:db8:1:${(i + 1).toString(16)}::1`),
    ),
  );
  expect(guesses.filter(({ status }) => status === 404)).toHaveLength(60);
  expect(guesses.filter(({ status }) => status === 429)).toHaveLength(10);
  const [all] = await asAdmin(
    services,
    (sql) => sql`select hits from rate_limits where key = 'joinGlobalPerMinute:all'`,
  );
  expect(all?.hits).toBe(60);
  expect((await register({ code: event.code }, '2001:db8:2:1::1')).status).toBe(201);
});

test('T1: beyond the limit over all a right code still comes in, and three wrong ones of a site are looked up', async () => {
  await forgetLimits();
  const event = await makeEvent(services, token);
  await asAdmin(
    services,
    (sql) => sql`insert into rate_limits (key, hits) values ('joinGlobalPerMinute:all', 10000)`,
  );
  for (let i = 0; i < 5; i++) expect((await register({ code: event.code }, '198.51.100.7')).status).toBe(201);
  const guess = (n: number) => register({ code: joinCodeFrom(randomBytes(8)) }, `2001:db8:7:${n}::1`);
  for (let n = 1; n <= 3; n++) expect((await guess(n)).status).toBe(429);
  // Of this site nothing is looked up any more, of others it is.
  expect((await register({ code: event.code }, '2001:db8:7:9::1')).status).toBe(429);
  expect((await register({ code: event.code }, '2001:db8:8:9::1')).status).toBe(201);
  await forgetLimits();
});

test(
  'T1: wrong, renewed, closed and malformed codes get the same bytes after the same time',
  { retry: 2 },
  async () => {
    await forgetLimits();
    const ended = await makeEvent(services, token);
    await call(services, 'POST', `/api/v1/events/${ended.slug}/start`, { token });
    await call(services, 'POST', `/api/v1/events/${ended.slug}/stop`, { token });
    const renewed = await makeEvent(services, token);
    await call(services, 'POST', `/api/v1/events/${renewed.slug}/codes/renew`, { token });
    const draft = await makeEvent(services, token, { status: 'draft' });
    const codes = [joinCodeFrom(randomBytes(8)), ended.code, renewed.code, draft.code, '!'].map((code) => ({
      code,
    }));
    const secrets = [randomBytes(16).toString('base64url'), ended.secret, renewed.secret].map((secret) => ({
      secret,
    }));
    const answers = new Set<string>();
    // A sender knows codes from secrets; what must not show is which of its kind one is.
    for (const [kind, keys] of [codes, secrets].entries()) {
      const later = keys.map(() => [] as number[]);
      for (let round = 0; round < 25; round++) {
        const times: number[] = [];
        // Each round begins with another one, so that none is always first; all of a round share the
        // machine's mood.
        for (let turn = 0; turn < keys.length; turn++) {
          const i = (turn + round) % keys.length;
          const began = performance.now();
          const { status, text, headers } = await register(keys[i], `10.${round}.${kind}.${i}`);
          times[i] = performance.now() - began;
          const told = [...headers].filter(([name]) => name !== 'date');
          answers.add(JSON.stringify([status, text, told]));
        }
        for (const [i, time] of times.entries()) later[i]?.push(time - (times[0] ?? 0));
      }
      for (const list of later) expect(Math.abs(median(list))).toBeLessThan(10);
    }
    expect(answers.size).toBe(1);
  },
);

test('right codes are not counted: a team of twelve phones behind one router comes in', async () => {
  await forgetLimits();
  const event = await makeEvent(services, token);
  for (let i = 0; i < 12; i++) expect((await register({ code: event.code })).status).toBe(201);
});

test('who guesses codes or links keeps nobody of the same address out who has a QR code or a crew link', async () => {
  await forgetLimits();
  const event = await makeEvent(services, token);
  const statusOf = (asked: Promise<unknown>) =>
    asked.then(
      () => 200,
      (error: unknown) => (error instanceof AppError ? error.status : 500),
    );
  const owner = { email: 'a@b.example', name: 'A', password: 'long enough' };
  const setup = () => statusOf(completeSetup(services, 'made-up', owner, IP));
  const crew = (link: string) => statusOf(openLink(services, link, IP));
  const twice = async (ask: () => Promise<number>, hits: number, names: string) => {
    expect(await ask()).toBeGreaterThanOrEqual(404);
    await asAdmin(
      services,
      (sql) => sql`update rate_limits set hits = ${hits} where key like ${`${names}%`}`,
    );
    expect(await ask()).toBe(429);
  };
  const code = async (body: unknown) => (await register(body, IP)).status;
  await twice(() => code({ code: 'AAAAAAAA' }), LIMITS.joinPerHour.hits, 'joinPer');
  await twice(() => code({ secret: 'made-up' }), LIMITS.joinSecretPerMinute.hits, 'joinSecret');
  await twice(setup, LIMITS.setupPerMinute.hits, 'setup');
  expect(await crew('made-up')).toBe(404);
  expect(await code({ secret: event.secret })).toBe(201);
  await twice(() => crew('made-up'), LIMITS.linkPerMinute.hits, 'link');
  expect(await crew(event.directorUrl.split('/crew/')[1] ?? '')).toBe(200);
});

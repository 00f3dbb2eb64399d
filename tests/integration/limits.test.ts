import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../app/config/limits';
import { asAdmin, call, makeEvent, makeForeignToken, makeShow, makeToken } from '../support/api/call';
import type { Called } from '../support/api/api-answer';
import { createTestServices, type TestServices } from '../support/web/test-services';

/**
 * Safety T23: each limit holds at the number that docs/api.md gives, says when to come back, and is nobody
 * else's.
 */
const NUMBERS = { tickets: 1_200, audience: 3_000, events: 200, showCalls: 600, hostTokens: 60 };
/** Calls under way at once: the pool has six connections. */
const AT_ONCE = 20;

let services: TestServices;
let token: string;
let foreign: string;
let show: Awaited<ReturnType<typeof makeShow>>;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  foreign = await makeForeignToken(services);
  await makeEvent(services, token, { slug: 'cup', title: 'Cup final' });
  show = await makeShow(services, token, 'show');
});
afterAll(() => services.close());

async function times(count: number, ask: (n: number) => Promise<Called>): Promise<Called[]> {
  const answers: Called[] = [];
  let next = 0;
  const one = async (until: number) => {
    while (next < until) answers.push(await ask(next++));
  };
  while (next < count) {
    // However slow the machine is, all of it is one window.
    await asAdmin(services, (sql) => sql`update rate_limits set window_start = now()`);
    const until = Math.min(count, next + 300);
    await Promise.all(Array.from({ length: AT_ONCE }, () => one(until)));
  }
  return answers;
}

/** So many are answered well, and three more are refused with the seconds to wait. */
async function holdsAt(number: number, status: number, windowS: number, ask: (n: number) => Promise<Called>) {
  const answers = await times(number + 3, ask);
  const refused = answers.filter((answer) => answer.status === 429);
  expect(answers.filter((answer) => answer.status === status)).toHaveLength(number);
  expect(refused).toHaveLength(3);
  for (const { json, headers } of refused) {
    expect(json.error).toMatchObject({
      code: 'rate_limited',
      message: expect.stringMatching(/Try again in/) as string,
    });
    const retryAfterS = Number(headers.get('Retry-After'));
    expect(retryAfterS).toBeGreaterThan(0);
    expect(retryAfterS).toBeLessThanOrEqual(windowS);
  }
}

const address = (ip: string) => ({ ip });
const ticket = (ip: string) =>
  call(services, 'POST', '/api/realtime/ticket', {
    ...address(ip),
    body: { audience: 'public', slug: 'cup' },
  });
const audience = (ip: string) => call(services, 'GET', '/api/audience/cup', address(ip));
const newEvent = (by: string, title: string) =>
  call(services, 'POST', '/api/v1/events', { token: by, body: { title } });
const initialize = (by: string, showId: string) =>
  call(services, 'POST', '/api/streams/initialize', { token: by, body: { showId, hostName: 'Amina' } });

test('viewers’ tickets: 1,200 a minute from one address', async () => {
  await holdsAt(NUMBERS.tickets, 200, 60, () => ticket('198.51.100.1'));
  expect((await ticket('198.51.100.2')).status).toBe(200);
}, 240_000);

test('one household of IPv6 is one address, the next one is another', async () => {
  let n = 0;
  await holdsAt(NUMBERS.tickets, 200, 60, () => ticket(`2001:db8:1:1::${(n += 1).toString(16)}`));
  expect((await ticket('2001:db8:1:2::1')).status).toBe(200);
}, 240_000);

test('what anybody may know of an event: 3,000 a minute from one address, twice what may hold a socket there', async () => {
  expect(NUMBERS.audience).toBe(2 * LIMITS.socketsPerAddress);
  await holdsAt(NUMBERS.audience, 200, 60, () => audience('198.51.100.1'));
  expect((await audience('198.51.100.2')).status).toBe(200);
}, 240_000);

test('a host’s tokens: 60 a minute of one show', async () => {
  const hostToken = () =>
    call(services, 'GET', '/api/livekit/token?room=show&role=host', { cookies: show.host });
  await holdsAt(NUMBERS.hostTokens, 200, 60, hostToken);
});

test('new events, shows among them: 200 an hour of one team', async () => {
  // Two were made.
  await holdsAt(NUMBERS.events - 2, 201, 3600, (n) => newEvent(token, `Match ${n}`));
  const oneMore = await initialize(token, 'one-more');
  expect(oneMore.status).toBe(429);
  expect(Number(oneMore.headers.get('Retry-After'))).toBeGreaterThan(60);
  expect((await newEvent(foreign, 'Theirs')).status).toBe(201);
}, 240_000);

test('calls that open a show: 600 a minute of one team, also when it is there already', async () => {
  // One call made the show, one requested one more.
  await holdsAt(NUMBERS.showCalls - 2, 200, 60, () => initialize(token, 'show'));
  expect((await initialize(foreign, 'their-show')).status).toBe(201);
}, 240_000);

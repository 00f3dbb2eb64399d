import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiActor, everyApiActor } from '../support/fuzz/api-actors';
import { oddRequests, ODD_PATHS, rawAnswer, statusesOf } from '../support/fuzz/raw-requests';
import { randomCalls } from '../support/fuzz/random-calls';
import { talkOverSockets } from '../support/fuzz/random-sockets';
import { Random } from '../support/fuzz/random';
import { startTouchline, type Touchline } from '../support/product/product';

/** Requests and messages that nobody means, through the edge: the short forms of `npm run test:fuzz`. */
const SEED = 20261130;
/** Of the web process and the edge: one that ended and was started again has another. */
const pids = () => ['server.js', 'edge.js'].flatMap((name) => product.processes(name).map(({ pid }) => pid));

let product: Touchline;
let actors: Record<string, ApiActor>;
let started: number[];

beforeAll(async () => {
  product = await startTouchline({
    // So that each request may come from an address of its own: what is refused again and again is held back.
    TRUSTED_PROXIES: '127.0.0.1',
  });
  actors = await everyApiActor(product);
  started = pids();
});
afterAll(() => product?.stop());

test('requests that programs disagree about are refused or read in one way, and hide no second one', async () => {
  const { host } = new URL(product.baseUrl);
  const answers = await Promise.all(
    oddRequests(host).map(async ([name, bytes]) => [
      name,
      statusesOf(await rawAnswer(product.baseUrl, bytes)),
    ]),
  );
  expect(answers).toEqual(oddRequests(host).map(([name, , statuses]) => [name, statuses]));
});

test('T23: a client that names X-Forwarded-For as of its own connection is not taken for the machine itself', async () => {
  const lines = ['GET /metrics HTTP/1.1', 'Host: localhost', 'X-Forwarded-For: 203.0.113.5'];
  const answer = await rawAnswer(
    product.baseUrl,
    [...lines, 'Connection: close, X-Forwarded-For', '', ''].join('\r\n'),
  );
  expect(statusesOf(answer)).toEqual([404]);
});

test('no address, whatever its parts are, is an error of ours', async () => {
  const random = new Random(SEED);
  const wrong: string[] = [];
  for (const name of ['nobody', 'signed-in owner']) {
    for (const path of ODD_PATHS) {
      for (const method of ['GET', 'POST']) {
        const form = method === 'POST' ? 'a=%00&token=%00&email=%00&password=%ff&secret=%00&title=%00' : '';
        const { cookie = '' } = actors[name]?.headers ?? {};
        const lines = [`${method} ${path} HTTP/1.1`, `Host: ${new URL(product.baseUrl).host}`];
        lines.push(
          `Origin: ${product.baseUrl}`,
          'Connection: close',
          ...(cookie ? [`Cookie: ${cookie}`] : []),
        );
        lines.push(`X-Forwarded-For: 198.18.${random.int(256)}.${random.int(256)}`);
        if (form)
          lines.push('Content-Type: application/x-www-form-urlencoded', `Content-Length: ${form.length}`);
        const [status = 0] = statusesOf(await rawAnswer(product.baseUrl, [...lines, '', form].join('\r\n')));
        if (status < 200 || status > 499) wrong.push(`${name}: ${method} ${path}: ${status}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('generated calls of each endpoint by everybody are answered as the description says', async () => {
  const { calls, undescribed } = await randomCalls(product, actors, new Random(SEED));
  expect(calls).toBeGreaterThan(1_000);
  expect(undescribed).toEqual([]);
});

test('T17: generated messages over sockets of everybody end their own socket at worst', async () => {
  // Those of the generated calls may have removed the phone and ended the links.
  const whole = await everyApiActor(product);
  const { messages } = await talkOverSockets(product, whole, 1_000, new Random(SEED));
  expect(messages).toBeGreaterThanOrEqual(1_000);
  expect(pids()).toEqual(started);
});

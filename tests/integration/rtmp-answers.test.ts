import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { command, MESSAGE } from '../../engine/outputs/destination/rtmp/messages';
import { type Pushers, pushersOf } from '../support/engine/pushed-program';
import { startSyntheticProgram, type SyntheticProgram } from '../support/engine/synthetic-program';
import { type Script, startScriptedRtmp } from '../support/stations/rtmp-scripted';
import { lasts } from '../support/time/pace';
import { until } from '../support/time/until';

/** Servers that answer otherwise than the specification has it, as they are met. */

let program: SyntheticProgram;
let pushers: Pushers;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  program = startSyntheticProgram();
  pushers = pushersOf(program);
  await until('the program to begin', () => program.hub.primePts !== null);
});
afterEach(async () => {
  await pushers.stopAll();
  for (const cleanup of cleanups.splice(0)) await cleanup();
});
afterAll(() => program.stop());

async function pushTo(script: Script, path = '', key = 'some-key') {
  const server = await startScriptedRtmp(script);
  cleanups.push(() => server.stop());
  const pusher = pushers.start({ url: server.url.replace(/\/live$/, path || '/live'), key });
  return { server, pusher };
}

const status = (code: string, level = 'error') => command('onStatus', 0, 1, null, { level, code });
/** Within a second: what a person who tests a destination takes for at once. */
const AT_ONCE_MS = 1_000;

test('an error in answer to publish is a refused key at once, although the connection stays open', async () => {
  const { pusher } = await pushTo({
    publish: (transaction) => [command('_error', transaction, 1, null, { level: 'error', code: '' })],
  });
  expect(await pusher.until('reconnecting', AT_ONCE_MS)).toBeLessThan(AT_ONCE_MS);
  expect(pusher.status()).toMatchObject({ side: 'key', remedy: 'replace-key' });
  await pusher.until('failed', 5_000);
});

test('a server that answers publish with a result and nothing else is sent the program', async () => {
  const { pusher, server } = await pushTo({
    publish: (transaction) => [command('_result', transaction, 1, null, null)],
  });
  expect(await pusher.until('live', 2_000)).toBeLessThan(2_000);
  await until('pictures to arrive', () => server.mediaBytes() > 50_000);
  expect(pusher.status()).toMatchObject({ state: 'live', verdict: null });
});

test('a result that a refusal follows is a refused key, and nothing was sent', async () => {
  const { pusher, server } = await pushTo({
    publish: (transaction) => [
      command('_result', transaction, 1, null, null),
      status('NetStream.Publish.BadName'),
    ],
  });
  await pusher.until('reconnecting', AT_ONCE_MS);
  expect(pusher.status()).toMatchObject({ side: 'key' });
  await lasts('the time in which a result alone would count', 700);
  expect(server.mediaBytes()).toBe(0);
});

test('errors in answer to the courtesies before publish change nothing', async () => {
  const failed = (transaction: number) => [command('_error', transaction, 0, null, { code: 'x' })];
  const { pusher } = await pushTo({
    releaseStream: failed,
    FCPublish: failed,
    publish: () => [status('NetStream.Publish.Start', 'status')],
  });
  await pusher.until('live', 2_000);
});

test('a server that wants a user name and password is reported as such, not as a wrong key', async () => {
  const description = '[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ';
  const { pusher } = await pushTo({
    connect: (transaction) => [
      command('_error', transaction, 0, null, {
        level: 'error',
        code: 'NetConnection.Connect.Rejected',
        description,
      }),
    ],
  });
  expect(await pusher.until('reconnecting', AT_ONCE_MS)).toBeLessThan(AT_ONCE_MS);
  expect(pusher.status()).toMatchObject({
    side: 'address',
    verdict: expect.stringMatching(/user name and password/) as unknown,
  });
});

test('a server that names another address is reported as such, without that address', async () => {
  const { pusher } = await pushTo({
    connect: (transaction) => [
      command('_error', transaction, 0, null, {
        level: 'error',
        code: 'NetConnection.Connect.Rejected',
        description: 'redirect',
        ex: { code: 302, redirect: 'rtmp://edge.example.org/live' },
      }),
    ],
  });
  await pusher.until('failed', 5_000);
  expect(pusher.status()).toMatchObject({
    side: 'address',
    verdict: expect.stringMatching(/another address/) as unknown,
  });
  expect(pusher.status().verdict).not.toContain('edge.example.org');
});

test('an address whose path is the stream, without a key, is sent to as it is', async () => {
  const { pusher, server } = await pushTo(
    { publish: () => [status('NetStream.Publish.Start', 'status')] },
    '/mystream',
    '',
  );
  await pusher.until('live', 2_000);
  expect(server.said.find(([name]) => name === 'connect')?.[2]).toMatchObject({ app: 'mystream' });
  expect(server.said.find(([name]) => name === 'publish')?.slice(3)).toEqual(['', 'live']);
});

test('a server that asks for 20,000 answers at once is left, and neither answered nor heard to the end', async () => {
  const asks = { chunkStream: 2, type: MESSAGE.setPeerBandwidth, messageStream: 0, timestamp: 0 };
  const { pusher, server } = await pushTo({
    connect: () => Array.from({ length: 20_000 }, () => ({ ...asks, body: Buffer.alloc(0) })),
  });
  // Seen before: 250,000 of them held up the engine, and so every output's pictures, for 0.9 s.
  await pusher.until('reconnecting', 5_000);
  const answers = server.controls.filter((type) => type === MESSAGE.windowAcknowledgementSize);
  expect(answers.length).toBeLessThanOrEqual(2_001);
});

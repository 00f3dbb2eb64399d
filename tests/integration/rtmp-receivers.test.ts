import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ProgramTags } from '../../engine/outputs/destination/rtmp/program-tags';
import { DestinationSupervisor } from '../../engine/outputs/destination/supervisor';
import { checkDestinationAddress } from '../../plugins/address';
import { readCounters, readPackets } from '../support/eyes/media-file';
import { startRtmpReceiver } from '../support/stations/rtmp-receiver';
import { startNginxRtmp } from '../support/stations/rtmp-nginx';
import { SMALL, startSyntheticProgram, type SyntheticProgram } from '../support/engine/synthetic-program';
import { until } from '../support/time/until';
import { lasts, pace } from '../support/time/pace';

/** Our publisher against two servers that know nothing of it: ffmpeg's, and nginx with its RTMP module. */

let folder = '';
let program: SyntheticProgram;
let tags: ProgramTags;
const pushers: DestinationSupervisor[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchline-rtmp-'));
  program = startSyntheticProgram();
  tags = new ProgramTags(program.hub);
  await until('the program to begin', () => program.hub.primePts !== null);
});
afterEach(async () => {
  await Promise.all(pushers.splice(0).map((pusher) => pusher.stop()));
});
afterAll(async () => {
  await program.stop();
  await rm(folder, { recursive: true, force: true });
});

function push(url: string, key: string, { originMs = 0 } = {}): DestinationSupervisor {
  const pusher = new DestinationSupervisor(
    { id: key, plugin: 'none', url, backupUrl: null, key },
    {
      program: { hub: program.hub, tags, encoding: SMALL, originMs },
      checkAddress: (address) => checkDestinationAddress(address, { allowPrivate: true }),
    },
  );
  pushers.push(pusher);
  pusher.start();
  return pusher;
}

const live = (pusher: DestinationSupervisor) =>
  until('it to be live', () => pusher.status().state === 'live');

/**
 * Every picture from the first to the last is there, in order, decodable, beginning with a keyframe; the
 * sound has no gap.
 */
async function expectWhole(file: string, seconds: number): Promise<void> {
  const packets = await readPackets(file);
  const pictures = packets.filter(({ kind }) => kind === 'video');
  const sound = packets.filter(({ kind }) => kind === 'audio');
  expect(pictures[0]?.keyframe).toBe(true);
  const counters = (await readCounters(file)).map(({ counter }) => counter);
  const [first = NaN] = counters;
  expect(counters).toEqual(counters.map((_, i) => first + i));
  expect(counters.length).toBe(pictures.length);
  expect(counters.length).toBeGreaterThan(seconds * 30);
  for (let i = 1; i < pictures.length; i++)
    expect((pictures[i]?.pts ?? 0) - (pictures[i - 1]?.pts ?? 0)).toBeCloseTo(1 / 30, 2);
  for (let i = 1; i < sound.length; i++)
    expect((sound[i]?.pts ?? 0) - (sound[i - 1]?.pts ?? 0)).toBeCloseTo(1024 / 48_000, 2);
  expect(Math.abs((sound[0]?.pts ?? 0) - (pictures[0]?.pts ?? 0))).toBeLessThan(0.1);
  expect(sound.length).toBeGreaterThan(seconds * 40);
}

/** A show of 5 hours: its times no longer fit three bytes. */
const LONG_SHOW = { originMs: -5 * 3_600_000 };

it.each([
  ['a fresh show', {}],
  ['a show of five hours', LONG_SHOW],
])('gives ffmpeg and nginx every picture and all sound of %s', async (name, options) => {
  const file = join(folder, `${name}.flv`);
  const ffmpeg = await startRtmpReceiver({ file });
  const nginx = await startNginxRtmp({ dir: folder });
  const both = [push(ffmpeg.url, ffmpeg.key, options), push(nginx.url, 'good', options)];
  await Promise.all(both.map(live));
  await lasts('the stream', 2_500);
  await Promise.all(both.map((pusher) => pusher.stop()));
  await Promise.all([ffmpeg.exited, nginx.stop()]);
  await expectWhole(file, 2);
  await expectWhole((await nginx.files())[0] ?? '', 2);
});

it('is live within a quarter of a second of its start', async () => {
  const nginx = await startNginxRtmp({ dir: folder });
  const startedMs = performance.now();
  const pusher = push(nginx.url, 'quick');
  while (pusher.status().state !== 'live') await pace(5);
  expect(performance.now() - startedMs).toBeLessThan(250);
  await nginx.stop();
});

it('hears why a server refuses, and says whose side it is', async () => {
  const nginx = await startNginxRtmp({ dir: folder, accepts: (key) => key !== 'wrong' });
  const good = push(nginx.url, 'good');
  await live(good);
  const wrong = push(nginx.url, 'wrong');
  const path = push(nginx.url.replace('/live', '/nowhere'), 'good');
  const second = push(nginx.url, 'good');
  const web = push(`rtmp://127.0.0.1:${nginx.authorizerPort}/live`, 'good');
  await until('all to be refused', () => [wrong, path, web].every((one) => one.status().state === 'failed'));
  expect(wrong.status().verdict).toMatch(/refuses the stream key/);
  expect(path.status().verdict).toMatch(/does not know this path/);
  expect(second.status().verdict).toMatch(/Another encoder/);
  expect(web.status().verdict).toMatch(/no streaming server/);
  expect(good.status()).toMatchObject({ state: 'live', verdict: null, retries: 0 });
  await nginx.stop();
});

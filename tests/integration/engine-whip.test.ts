import {
  Room,
  RoomEvent,
  TrackKind,
  VideoBufferType,
  VideoStream,
  type RemoteTrack,
} from '@livekit/rtc-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freeRtpPorts } from '../../engine/encoder/args';
import { openWhip } from '../../engine/outputs/whip/whip-publisher';
import { WhipOutput } from '../../engine/outputs/whip/whip-output';
import { createRoom, startLiveKit, testToken, type TestLiveKit } from '../support/cameras/test-livekit';
import { counterOf } from '../support/eyes/media-file';
import { startSyntheticProgram, type SyntheticProgram } from '../support/engine/synthetic-program';
import { until } from '../support/time/until';

let livekit: TestLiveKit;
let program: SyntheticProgram;
let output: WhipOutput;
const viewer = new Room();
/** Numbers read from the pictures that the viewer got, and when. */
const seen: { counter: number; atMs: number }[] = [];
let sound = 0;

beforeAll(async () => {
  livekit = await startLiveKit();
  const rooms = await createRoom(livekit, 'match');
  const ports = await freeRtpPorts();
  program = startSyntheticProgram({ rtp: ports });
  output = new WhipOutput({
    id: 'viewers',
    ports,
    mintToken: async () => {
      await rooms.createRoom({ name: 'match' });
      return { url: livekit.url, token: await testToken(livekit, 'match', 'engine', 'publisher') };
    },
  });
  viewer.on(RoomEvent.TrackSubscribed, (track) => void watch(track));
  await viewer.connect(livekit.url, await testToken(livekit, 'match', 'viewer', 'subscriber'), {
    autoSubscribe: true,
    dynacast: false,
  });
  output.start();
});

afterAll(async () => {
  await output?.stop();
  await program?.stop();
  await viewer.disconnect();
  await livekit?.close();
});

async function watch(track: RemoteTrack): Promise<void> {
  if (track.kind === TrackKind.KIND_AUDIO) {
    sound++;
    return;
  }
  const frames = new VideoStream(track).getReader();
  for (let next = await frames.read(); !next.done; next = await frames.read()) {
    const { data, width } = next.value.frame.convert(VideoBufferType.I420);
    // The client itself makes a black picture when a track ends; ours have a ground of at least 64.
    if ((data[data.length / 3] ?? 0) < 40) continue;
    seen.push({ counter: counterOf(data, width), atMs: performance.now() });
  }
}

const next = (count: number): Promise<unknown> => {
  const from = seen.length;
  return until(`${count} more pictures at the viewer`, () => seen.length >= from + count);
};

/** The longest time without a picture since an index of `seen`. */
function longestGapMs(from: number): number {
  return Math.max(...seen.slice(from + 1).map(({ atMs }, i) => atMs - (seen[from + i]?.atMs ?? atMs)));
}

function expectRisingSince(from: number): void {
  for (let i = from + 1; i < seen.length; i++) {
    expect(seen[i]?.counter).toBeGreaterThan(seen[i - 1]?.counter ?? Infinity);
  }
}

it('shows the program to a viewer in the room, picture and sound', async () => {
  await next(60);
  await until('sound at the viewer', () => sound > 0);
  expect(output.status()).toMatchObject({ state: 'live', verdict: null });
  expectRisingSince(0);
});

it('goes on for the viewer when the encoder is killed', async () => {
  const from = seen.length - 1;
  process.kill(program.encoder.stats().pid ?? 0, 'SIGKILL');
  await until('a second encoder', () => program.encoder.stats().runs === 2);
  await next(60);
  expect(longestGapMs(from)).toBeLessThan(3_000);
  expectRisingSince(from);
  expect(output.status().retries).toBe(0);
});

it('is there again when its own process is killed', async () => {
  const from = seen.length - 1;
  process.kill(output.pid ?? 0, 'SIGKILL');
  await until('a new process', () => output.status().state === 'reconnecting');
  await until('the publication', () => output.status().state === 'live');
  await next(60);
  expectRisingSince(from);
  expect(longestGapMs(from)).toBeLessThan(6_000);
});

it('keeps the token out of the argument list and the environment of its process', async () => {
  const { readFile } = await import('node:fs/promises');
  for (const what of ['cmdline', 'environ']) {
    const text = await readFile(`/proc/${output.pid ?? 0}/${what}`, 'utf8');
    expect(text).not.toMatch(/eyJ|secret/i);
  }
});

it('says with which status the server refused', async () => {
  const attempt = openWhip({ url: livekit.url, token: 'nonsense', videoCodec: 'H264', audio: true });
  await expect(attempt).rejects.toMatchObject({ name: 'WhipError', status: 401 });
});

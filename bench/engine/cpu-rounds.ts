import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';
import { reelOf, simulateCamera } from '../../demo/camera/simulated';
import { readLoop } from '../../demo/loop/media';
import { follow } from '../../setup/command';
import { createRoom, startLiveKit, testToken } from '../../tests/support/cameras/test-livekit';
import { startRtmpStation } from '../../tests/support/stations/rtmp-station';
import { until } from '../../tests/support/time/until';
import { type Closing, closingAfter } from '../closing';
import { memoryOfTree, totalOf, watchCpu, type Window } from '../cpu';
import { mean, spread, table } from '../figures';
import { recordOnAirCamera, watchReference } from './reference';
import { CAMERAS, ensureFilm, FILM, openShow, type Show } from './show';

/** The processes of the engine, by their program. */
const PARTS = ['engine', 'encoder', 'recorder', 'viewers'] as const;
type Part = (typeof PARTS)[number];

/**
 * Classifies a process below the engine by its command line. The engine itself with its RTMP destinations,
 * and anything unknown, is `engine`.
 */
function partOf(command: string): Part {
  if (command.includes('whip')) return 'viewers';
  if (command.includes('libx264')) return 'encoder';
  if (command.includes('-f mp4')) return 'recorder';
  return 'engine';
}

/** CPU seconds to encode a minute of the viewers' sound, an encoding for them alone. Measured apart. */
async function opusCpu(sound: string, dir: string): Promise<number> {
  const raw = join(dir, 'sound.s16');
  const pcm = ['-f', 's16le', '-ar', String(AUDIO_RATE_HZ), '-ac', String(AUDIO_CHANNELS)];
  await run(['-i', sound, ...pcm, raw]);
  const lines = await run([
    ...['-benchmark', ...pcm, '-i', raw],
    ...['-c:a', 'libopus', '-b:a', '96k', '-application', 'audio', '-f', 'null', '-'],
  ]);
  const used = /utime=([\d.]+)s stime=([\d.]+)s/.exec(lines.join('\n'));
  if (!used) throw new Error('ffmpeg does not say what CPU it used.');
  return ((Number(used[1]) + Number(used[2])) * 60) / FILM.seconds;
}

async function run(args: string[]): Promise<string[]> {
  const lines: string[] = [];
  await follow(process.env.FFMPEG_PATH ?? 'ffmpeg', ['-nostdin', '-nostats', '-hide_banner', '-y', ...args], {
    timeoutMs: 60_000,
    onLine: (line) => lines.push(line),
  });
  return lines;
}

/**
 * The same four cameras sending to a media server of their own, with no engine: the ffmpeg that the engine is
 * compared with gets the same load next to it. (Two busy programs on one machine take caches and turbo from
 * each other.)
 */
async function openNeighbours(closing: Closing): Promise<void> {
  const directory = await ensureFilm();
  const livekit = await startLiveKit();
  closing.add(() => livekit.close());
  const room = 'neighbours';
  await createRoom(livekit, room);
  const cameras = await Promise.all(
    CAMERAS.map(async (number) => {
      const token = async () => ({
        kind: 'token' as const,
        url: livekit.url,
        token: await testToken(livekit, room, `camera-${number}`, 'publisher'),
      });
      const reel = reelOf(await readLoop(directory, number, FILM.seconds));
      return simulateCamera(reel, token, () => undefined);
    }),
  );
  closing.add(() => Promise.all(cameras.map((camera) => camera.close())));
  await until('the neighbours to send', () => cameras.every(({ state }) => state === 'sending'));
}

export interface CpuOptions {
  windowS: number;
  warmUpS: number;
}

/** CPU seconds per minute of program. */
export interface EngineCost {
  whole: number;
  parts: Record<Part, number>;
  fps: number;
  busy: number;
  stolen: number;
}

export interface Round {
  /** With one destination; the mean of a window before and one after that with two. */
  one: EngineCost;
  two: EngineCost;
  memoryBytes: number;
  /** The one ffmpeg, alone on the machine, and next to the same cameras and a media server. */
  alone: number;
  beside: number;
}

export interface CpuBench {
  /** The engine, then the reference, so that changes of the machine meet both. */
  round(): Promise<Round>;
  /** CPU seconds per minute of Opus alone. */
  opus: number;
}

/** Records what the reference encodes, and measures what is the same in every round. */
export async function prepareCpu(options: CpuOptions, closing: Closing): Promise<CpuBench> {
  const dir = await mkdtemp(join(tmpdir(), 'touchline-bench-'));
  closing.add(() => rm(dir, { recursive: true, force: true }));
  const recording = await recordOnAirCamera(dir);
  return {
    opus: await opusCpu(recording.sound, dir),
    async round() {
      const engine = await watchEngine(options);
      const alone = perMinute(await watchReference(recording, options.windowS));
      const beside = await closingAfter(async (inner) => {
        await openNeighbours(inner);
        return perMinute(await watchReference(recording, options.windowS));
      });
      return { ...engine, alone, beside };
    },
  };
}

/** One production: a window with one destination, one with two, one with one again. */
async function watchEngine({
  windowS,
  warmUpS,
}: CpuOptions): Promise<Pick<Round, 'one' | 'two' | 'memoryBytes'>> {
  return closingAfter(async (closing) => {
    const show = await openShow({ camerasApart: false, closing });
    const [first, second] = [
      await startRtmpStation(show.dir, 'first'),
      await startRtmpStation(show.dir, 'second'),
    ];
    closing.add(() => first.close());
    closing.add(() => second.close());
    await show.addDestination(first);
    await wait(warmUpS * 1000);
    const before = await watchProgram(show, windowS);
    const memoryBytes = memoryOfTree(show.enginePid);
    const added = await show.addDestination(second);
    await wait(2_000);
    const two = await watchProgram(show, windowS);
    await show.removeDestination(added);
    await wait(2_000);
    const after = await watchProgram(show, windowS);
    return { one: middle(before, after), two, memoryBytes };
  });
}

async function watchProgram(show: Show, seconds: number): Promise<EngineCost> {
  const fps: number[] = [];
  const window = await watchCpu(show.enginePid, seconds, partOf, async () =>
    fps.push((await show.state()).engine.fps),
  );
  // A program that runs slower than real time makes less of it in a minute.
  const scale = 60 / (window.seconds * Math.min(1, mean(fps) / 30));
  const cost = (part: Part) => (window.parts.get(part) ?? 0) * scale;
  return {
    whole: totalOf(window.parts) * scale,
    parts: perPart(cost),
    fps: mean(fps),
    busy: window.busy,
    stolen: window.stolen,
  };
}

function middle(a: EngineCost, b: EngineCost): EngineCost {
  return {
    whole: mean([a.whole, b.whole]),
    parts: perPart((part) => mean([a.parts[part], b.parts[part]])),
    fps: mean([a.fps, b.fps]),
    busy: mean([a.busy, b.busy]),
    stolen: mean([a.stolen, b.stolen]),
  };
}

function perPart(value: (part: Part) => number): Record<Part, number> {
  return {
    engine: value('engine'),
    encoder: value('encoder'),
    recorder: value('recorder'),
    viewers: value('viewers'),
  };
}

const perMinute = (window: Window): number => (totalOf(window.parts) * 60) / window.seconds;

/** @returns how many figures were measured */
export function printCpu(rounds: readonly Round[], opus: number): number {
  const each = (figure: (round: Round) => number) => rounds.map(figure);
  const cpu = (name: string, figure: (round: Round) => number) => [
    name,
    ...each(figure).map((value) => value.toFixed(1)),
    spread(each(figure), 1),
  ];
  const ratio = (name: string, aim: string, figure: (round: Round) => number) => [
    name,
    spread(each(figure), 3),
    aim,
  ];
  const growth = (round: Round) => round.two.parts.engine - round.one.parts.engine;

  console.log(
    '\nCPU seconds per minute of program: 720p30, four cameras, one on the air, RTMP, recording and WebRTC out',
  );
  console.log(
    table([
      ['', ...rounds.map((_, i) => `round ${i + 1}`), 'median (least–most)'],
      cpu('whole engine', ({ one }) => one.whole),
      ...PARTS.map((part) => cpu(`  ${part}`, ({ one }) => one.parts[part])),
      cpu('one ffmpeg, alone', ({ alone }) => alone),
      cpu('one ffmpeg, next to the same cameras', ({ beside }) => beside),
      cpu('frames a second of the program', ({ one }) => one.fps),
      cpu('machine busy meanwhile, %', ({ one }) => one.busy * 100),
      cpu('taken away by the host, %', ({ one }) => one.stolen * 100),
      cpu('memory of the whole engine, MiB', ({ memoryBytes }) => memoryBytes / 2 ** 20),
    ]),
  );
  console.log('\nRatios, median (least–most) of the rounds');
  console.log(
    table([
      ['', 'ratio', 'aim'],
      ratio('whole engine / one ffmpeg, alone', '1.6, then 1.25', ({ one, alone }) => one.whole / alone),
      ratio(
        'whole engine / one ffmpeg, next to the same cameras',
        '',
        ({ one, beside }) => one.whole / beside,
      ),
      ratio('one more destination / whole engine', '0.04', (r) => growth(r) / r.one.whole),
      ratio('WebRTC out / whole engine', '0.10', ({ one }) => (one.parts.viewers + opus) / one.whole),
      ratio('  its process alone', '', ({ one }) => one.parts.viewers / one.whole),
    ]),
  );
  console.log(
    `One more destination: what the engine process grew by. WebRTC out: its process (RTP in, SRTP out) and ${opus.toFixed(2)} s for Opus, measured apart; the encoder's writing of RTP is not in it, nor is LiveKit.`,
  );
  return rounds.length;
}

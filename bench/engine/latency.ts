import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright';
import { z } from 'zod';
import { CELL, COLUMNS, FPS, MARGIN, type Mark, markOf, ROWS } from '../../demo/mark/code';
import { launchBrowser } from '../../tests/support/browsers/chromium';
import { readMarkFromPage } from '../../tests/support/eyes/eyes';
import { logOf } from '../../tests/support/product/product';
import { until } from '../../tests/support/time/until';
import { closingAfter } from '../closing';
import { mean, quantile, spread, table } from '../figures';
import { receiveArrivals, type Sighting } from './arrivals';
import { type EncoderDelay, watchEncoder } from './encoder-alone';
import { FILM, openShow, type Show } from './show';

/** A cut with its times, all ms since 1970 by the one clock of this machine. */
interface TimedCut {
  /** Number of the camera that was cut to. */
  camera: number;
  /** When the command was sent. */
  sentMs: number;
  /** When the web process knew from Postgres that the cut is committed. */
  committedMs: number;
  /**
   * When the engine composed the first frame with it and gave it to the encoder. Null when it did not report
   * it.
   */
  composedMs: number | null;
}

/** So that cuts fall on every moment of a frame and of a keyframe interval. */
const pause = (): Promise<void> => wait(900 + Math.random() * 700);

/** Cuts around all cameras. All of them are received throughout, so each is warm. */
async function makeCuts(show: Show, count: number): Promise<TimedCut[]> {
  const made: (Pick<TimedCut, 'camera' | 'sentMs'> & { seq: number })[] = [];
  for (let i = 1; i <= count; i++) {
    const camera = show.cameras[i % show.cameras.length];
    if (!camera) throw new Error('There is no camera to cut to.');
    await pause();
    const sentMs = Date.now();
    const { seq } = await show.cut(camera.cameraId);
    made.push({ camera: camera.number, sentMs, seq });
  }
  await wait(1_500);
  const [committed, composed] = [
    await loggedTimes(show, 'web', 'cut committed'),
    await loggedTimes(show, 'engine', 'cut shown'),
  ];
  return made.flatMap(({ seq, ...cut }) => {
    const committedMs = committed.get(seq);
    return committedMs === undefined ? [] : [{ ...cut, committedMs, composedMs: composed.get(seq) ?? null }];
  });
}

/** The engine logs milliseconds, the web process a date. */
const LogTime = z.union([z.number(), z.iso.datetime().transform((text) => Date.parse(text))]);
const SaidOfCut = z.object({ msg: z.string(), seq: z.number(), time: LogTime });

/** When a process logged each cut, by the time of its log lines. */
async function loggedTimes(show: Show, process: string, words: string): Promise<Map<number, number>> {
  const lines = (await logOf(show.product, process)).split('\n').filter((line) => line.includes(words));
  return new Map(
    lines.flatMap((line) => {
      const { data } = SaidOfCut.safeParse(JSON.parse(line));
      return data?.msg === words ? [[data.seq, data.time] as const] : [];
    }),
  );
}

export interface LatencyOptions {
  cuts: number;
  warmUpS: number;
  /** How long the encoder is measured alone. */
  encoderS: number;
}

/** The cuts of one production, and every frame of its output. */
export interface CutRun {
  cuts: TimedCut[];
  /** At an RTMP server. */
  received: Sighting[];
  /** On a viewer's screen. */
  seen: Sighting[];
  fps: number;
}

export interface LatencyRound extends CutRun {
  encoder: EncoderDelay;
}

/**
 * One round: a production with its cuts, and then the encoder alone, so that the two do not compete for the
 * machine.
 */
export async function watchLatency({ cuts, warmUpS, encoderS }: LatencyOptions): Promise<LatencyRound> {
  const way = await watchCuts(cuts, warmUpS);
  const encoder = await closingAfter(async (closing) => {
    const dir = await mkdtemp(join(tmpdir(), 'touchline-bench-'));
    closing.add(() => rm(dir, { recursive: true, force: true }));
    return watchEncoder(dir, encoderS, closing);
  });
  return { ...way, encoder };
}

async function watchCuts(count: number, warmUpS: number): Promise<CutRun> {
  return closingAfter(async (closing) => {
    const show = await openShow({ camerasApart: true, closing });
    const arrivals = await receiveArrivals(show.dir, closing);
    await show.addDestination(arrivals);
    const browser = await launchBrowser();
    closing.add(() => browser.close());
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
    await page.goto(show.watchUrl);
    await until('the program on the viewer’s page', () => readMarkFromPage(page, 'video'), {
      timeoutMs: 60_000,
    });
    await wait(warmUpS * 1000);
    const screen = await watchScreen(page, 'video');
    const cuts = await makeCuts(show, count);
    const { fps } = (await show.state()).engine;
    const seen = await screen.sightings();
    return { cuts, received: await arrivals.sightings(), seen, fps };
  });
}

/** Time of a cut, ms since 1970, or null when it was not seen. */
type Moment = (cut: TimedCut, round: LatencyRound) => number | null;

/** @returns how many cuts were seen everywhere; 0 means that nothing was measured */
export function printLatency(rounds: readonly LatencyRound[]): number {
  const all = rounds.flatMap(({ cuts }) => cuts);
  const row = (name: string, aim: string, of: (round: LatencyRound) => number[]) => {
    const samples = rounds.map(of).filter((sample) => sample.length > 0);
    const at = (p: number) =>
      spread(
        samples.map((sample) => quantile(sample, p)),
        0,
      );
    return [name, at(0.5), at(0.95), String(samples.flat().length), aim];
  };
  console.log(
    `\nMilliseconds, median (least–most) of ${rounds.length} rounds, ${all.length} cuts at ${mean(rounds.map(({ fps }) => fps)).toFixed(1)} frames a second (one frame is 33 ms)`,
  );
  console.log(
    table([
      ['', 'p50', 'p95', 'seen', 'aim p95'],
      row('committed cut to its first frame, given to the encoder', '', (round) => since(round, toEncoder)),
      row('committed cut to its first encoded frame, at an RTMP server', '50', (round) =>
        since(round, atServer),
      ),
      row('committed cut to its first frame on a viewer’s screen', '200', (round) => since(round, onScreen)),
      row('camera to a viewer’s screen', '', ({ seen }) => seen.flatMap(cameraAge)),
      row('encoder alone: picture in to the stream for destinations', '', ({ encoder }) => encoder.streamMs),
      row('encoder alone: picture in to its last packet for viewers', '', ({ encoder }) => encoder.viewersMs),
    ]),
  );
  console.log(
    [
      'Committed: the web process has the word of Postgres (its log line). Given to the encoder: the engine’s log line.',
      'At an RTMP server: the frame’s last byte, so the encoder, the publisher and the receiver’s ffmpeg are in it.',
      'Screen: when Chromium expects the frame to be visible. Camera: when the frame was due to leave it; lens and phone’s encoder are not in it.',
    ].join('\n'),
  );
  return Math.min(...[atServer, onScreen].map((to) => rounds.flatMap((round) => since(round, to)).length));
}

const toEncoder: Moment = (cut) => cut.composedMs;
const atServer: Moment = (cut, { cuts, received }) => firstOf(cut, cuts, received);
const onScreen: Moment = (cut, { cuts, seen }) => firstOf(cut, cuts, seen);

/** ms from the commit of each cut that was seen. */
function since(round: LatencyRound, to: Moment): number[] {
  return round.cuts.flatMap((cut) => {
    const end = to(cut, round);
    return end === null ? [] : [end - cut.committedMs];
  });
}

/** The camera's first frame after this cut, before the next cut to it. */
function firstOf(cut: TimedCut, cuts: readonly TimedCut[], sightings: readonly Sighting[]): number | null {
  const again = cuts.find(
    ({ camera, committedMs }) => camera === cut.camera && committedMs > cut.committedMs,
  );
  const untilMs = again?.committedMs ?? Infinity;
  const first = sightings.find(
    ({ atMs, mark }) => atMs >= cut.committedMs && atMs < untilMs && mark?.camera === cut.camera,
  );
  return first?.atMs ?? null;
}

/**
 * Simulated cameras send frame n of their endless film at n / 30 s since 1970; the mark is the number of the
 * frame within the loop.
 */
function cameraAge({ atMs, mark }: Sighting): number[] {
  if (!mark) return [];
  const frames = FILM.seconds * FPS;
  const now = (atMs * FPS) / 1000;
  const behind = (((Math.floor(now) - mark.frame) % frames) + frames) % frames;
  return [((now - Math.floor(now) + behind) * 1000) / FPS];
}

export interface ScreenWatch {
  /** All frames that were shown since the watch began, oldest first. */
  sightings(): Promise<Sighting[]>;
}

/**
 * Records every frame that a page's <video> shows: the burned-in number and when the browser expects it to be
 * visible. Only the strip with the number is read back, so that this costs the page little.
 */
async function watchScreen(page: Page, selector: string): Promise<ScreenWatch> {
  // tsx marks inner functions by a helper that the page does not have.
  await page.evaluate('globalThis.__name = (target) => target');
  const list = await page.evaluateHandle(
    ({ selector, cell, margin, columns, rows }) => {
      const video = document.querySelector(selector);
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      if (!(video instanceof HTMLVideoElement) || !context)
        throw new Error('There is no player on this page.');
      // The page's clock is its own; the system's is what all processes share. Date.now() is cut to
      // milliseconds.
      let originMs = 0;
      for (const until = performance.now() + 50; performance.now() < until;)
        originMs = Math.max(originMs, Date.now() - performance.now());
      const seen: { atMs: number; lumas: number[] }[] = [];

      const strip = (): number[] => {
        const { videoWidth: width, videoHeight: height } = video;
        const size = cell * height;
        const [wide, high] = [Math.ceil(size * columns), Math.ceil(size * rows)];
        const left = width - margin * height - size * columns;
        const top = height - margin * height - size * rows;
        context.canvas.width = wide;
        context.canvas.height = high;
        context.drawImage(video, left, top, wide, high, 0, 0, wide, high);
        const { data } = context.getImageData(0, 0, wide, high);
        return Array.from({ length: columns * rows }, (_, i) => {
          const [x, y] = [((i % columns) + 0.5) * size, (Math.floor(i / columns) + 0.5) * size];
          let sum = 0;
          for (let dy = -2; dy <= 2; dy++)
            for (let dx = -2; dx <= 2; dx++)
              sum += data[(Math.round(y + dy) * wide + Math.round(x + dx)) * 4 + 1] ?? 0;
          return sum / 25;
        });
      };
      const look = (_now: number, { expectedDisplayTime }: VideoFrameCallbackMetadata) => {
        video.requestVideoFrameCallback(look);
        seen.push({ atMs: originMs + expectedDisplayTime, lumas: strip() });
      };
      video.requestVideoFrameCallback(look);
      return seen;
    },
    { selector, cell: CELL, margin: MARGIN, columns: COLUMNS, rows: ROWS },
  );
  return {
    sightings: async () =>
      (await list.jsonValue()).map(({ atMs, lumas }) => ({ atMs, mark: markFrom(lumas) })),
  };
}

/** The corners are two white and two black cells; the threshold is half-way between them. */
function markFrom(lumas: readonly number[]): Mark | null {
  const corners = [0, COLUMNS - 1, COLUMNS, 2 * COLUMNS - 1].map((i) => lumas[i] ?? 0);
  const threshold = corners.reduce((sum, luma) => sum + luma, 0) / corners.length;
  return markOf(lumas.map((luma) => luma > threshold));
}

import { FPS } from '../../demo/mark/code';
import { mean, quantile, spread, table } from '../figures';
import type { Sighting } from './arrivals';
import type { TimedCut } from './cuts';
import { FILM } from './film';
import type { LatencyRound } from './latency';

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

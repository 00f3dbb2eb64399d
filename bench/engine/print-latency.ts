import { FPS } from '../../scripts/demo/mark/timing';
import { quantile, table } from '../figures';
import type { Sighting } from './arrivals';
import type { TimedCut } from './cuts';
import type { EncoderDelay } from './encoder-alone';
import { FILM } from './film';
import type { Way } from './latency';

/** Moment of a cut, ms since 1970, or null when it was not seen. */
type Moment = (cut: TimedCut) => number | null;

/** @returns how many cuts were seen everywhere; 0 means that nothing was measured */
export function printLatency({ cuts, received, seen, fps }: Way, encoder: EncoderDelay): number {
  const since = (from: (cut: TimedCut) => number, to: Moment) =>
    cuts.flatMap((cut) => {
      const end = to(cut);
      return end === null ? [] : [end - from(cut)];
    });
  const fromCut = (name: string, aim: string, to: Moment) => {
    const [logged, answered] = [since((cut) => cut.loggedMs, to), since((cut) => cut.answeredMs, to)];
    return [name, ...p50p95(logged), ...p50p95(answered), `${logged.length} of ${cuts.length}`, aim];
  };
  const atServer: Moment = (cut) => firstOf(cut, cuts, received);
  const onScreen: Moment = (cut) => firstOf(cut, cuts, seen);

  console.log(
    `\nMilliseconds of ${cuts.length} cuts, at ${fps.toFixed(1)} frames a second (one frame is 33 ms)`,
  );
  console.log(
    table([
      ['', 'from commit p50', 'p95', 'from HTTP answer p50', 'p95', 'seen', 'aim p95'],
      fromCut('to the first frame, given to the encoder', '', (cut) => cut.composedMs),
      fromCut('to the first encoded frame, at an RTMP server', '50', atServer),
      fromCut('to the first frame on a viewer’s screen', '200', onScreen),
    ]),
  );
  const ages = seen.flatMap(cameraAge);
  const ofFrames = (name: string, ms: number[]) => [name, ...p50p95(ms), String(ms.length)];
  console.log('\nMilliseconds of single frames');
  console.log(
    table([
      ['', 'p50', 'p95', 'frames'],
      ofFrames('camera to a viewer’s screen', ages),
      ofFrames('encoder alone: picture in to its last RTP packet for viewers', encoder.viewersMs),
      ofFrames('encoder alone: picture in to the stream for destinations', encoder.streamMs),
    ]),
  );
  console.log(
    [
      'Commit: switch_logs.at, where the committing transaction begins, so these figures are upper bounds; the HTTP answer comes after the commit.',
      'Given to the encoder: the engine’s log line. At an RTMP server: the frame’s last byte, so the encoder, the pusher and the receiver’s ffmpeg are in it.',
      'Screen: when Chromium expects the frame to be visible. Camera: when the frame was due to leave it; lens and phone’s encoder are not in it.',
    ].join('\n'),
  );
  return Math.min(
    since((cut) => cut.loggedMs, atServer).length,
    since((cut) => cut.loggedMs, onScreen).length,
  );
}

const p50p95 = (ms: readonly number[]): string[] => [0.5, 0.95].map((p) => quantile(ms, p).toFixed(0));

/** When the camera of this cut was first seen after it, until it was cut to once more. */
function firstOf(cut: TimedCut, cuts: readonly TimedCut[], sightings: readonly Sighting[]): number | null {
  const again = cuts.find(({ camera, loggedMs }) => camera === cut.camera && loggedMs > cut.loggedMs);
  const untilMs = again?.loggedMs ?? Infinity;
  const first = sightings.find(
    ({ atMs, mark }) => atMs >= cut.loggedMs && atMs < untilMs && mark?.camera === cut.camera,
  );
  return first?.atMs ?? null;
}

/** Simulated cameras send frame n of their endless film at n / 30 s since 1970; the mark says which frame of the loop it is. */
function cameraAge({ atMs, mark }: Sighting): number[] {
  if (!mark) return [];
  const frames = FILM.seconds * FPS;
  const now = (atMs * FPS) / 1000;
  const behind = (((Math.floor(now) - mark.frame) % frames) + frames) % frames;
  return [((now - Math.floor(now) + behind) * 1000) / FPS];
}

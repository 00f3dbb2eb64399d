import { setTimeout as wait } from 'node:timers/promises';
import { launchBrowser } from '../../tests/support/browser';
import { readMarkFromPage } from '../../tests/support/eyes';
import { until } from '../../tests/support/until';
import { FPS } from '../../scripts/demo/mark/timing';
import { closingAfter } from '../closing';
import { quantile, table } from '../figures';
import { receiveArrivals, type Sighting } from './arrivals';
import { makeCuts, type TimedCut } from './cuts';
import { watchScreen } from './screen';
import { FILM } from './film';
import { openShow } from './show';

export interface LatencyOptions {
  cuts: number;
  warmUpS: number;
}

/** The way of a cut from the commit to an RTMP server and to a viewer's screen, and of a picture from its camera to that screen. */
export async function benchLatency({ cuts: count, warmUpS }: LatencyOptions): Promise<number> {
  return closingAfter(async (closing) => {
    console.error(`Latency, ${count} cuts …`);
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
    const received = await arrivals.sightings();
    return print(cuts, received, seen, fps);
  });
}

function print(cuts: TimedCut[], received: Sighting[], seen: Sighting[], fps: number): number {
  const composed = (cut: TimedCut) => cut.composedMs;
  const arrived = (cut: TimedCut) => firstOf(cut, cuts, received);
  const shown = (cut: TimedCut) => firstOf(cut, cuts, seen);
  const since = (from: (cut: TimedCut) => number, to: (cut: TimedCut) => number | null) =>
    cuts.flatMap((cut) => {
      const end = to(cut);
      return end === null ? [] : [end - from(cut)];
    });
  const logged = (cut: TimedCut) => cut.loggedMs;
  const answered = (cut: TimedCut) => cut.answeredMs;
  const row = (name: string, aim: string, ...samples: number[][]) => [
    name,
    ...samples.flatMap((ms) => [quantile(ms, 0.5).toFixed(0), quantile(ms, 0.95).toFixed(0)]),
    String(samples[0]?.length ?? 0),
    aim,
  ];
  const way = (name: string, aim: string, to: (cut: TimedCut) => number | null) =>
    row(name, aim, since(logged, to), since(answered, to));

  console.log(
    `\nMilliseconds of ${cuts.length} cuts, at ${fps.toFixed(1)} frames a second (one frame is 33 ms)`,
  );
  console.log(
    table([
      ['from', 'commit p50', 'p95', 'HTTP answer p50', 'p95', 'of', 'aim p95'],
      way('to the first frame at the encoder’s input', '', composed),
      way('to the first encoded frame, at an RTMP server', '50', arrived),
      way('to the first frame on a viewer’s screen', '200', shown),
    ]),
  );
  const age = seen.flatMap(cameraAge);
  console.log(
    `\nMilliseconds from camera to a viewer’s screen, all ${age.length} frames that it showed with a number`,
  );
  console.log(table([['', 'p50', 'p95', 'of', 'aim'], row('camera to screen', '', age)]));
  console.log(
    [
      'Commit: switch_logs.at, where the committing transaction begins, so these figures are upper bounds; the HTTP answer comes after the commit.',
      'Encoded frame: its last byte at a server on this machine, so encoding, packing and sending are in it.',
      'Screen: when Chromium expects the frame to be visible. Camera: when the frame was due to leave it; lens and phone’s encoder are not in it.',
    ].join('\n'),
  );
  return Math.min(since(logged, arrived).length, since(logged, shown).length, age.length);
}

/** When the camera of this cut was first seen after it. Cuts go round four cameras, so until the fourth cut after it that was this one. */
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

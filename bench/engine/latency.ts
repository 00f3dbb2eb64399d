import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { launchBrowser } from '../../tests/support/browser';
import { readMarkFromPage } from '../../tests/support/eyes';
import { until } from '../../tests/support/until';
import { closingAfter } from '../closing';
import { receiveArrivals, type Sighting } from './arrivals';
import { makeCuts, type TimedCut } from './cuts';
import { watchEncoder } from './encoder-alone';
import { printLatency } from './print-latency';
import { watchScreen } from './screen';
import { openShow } from './show';

export interface LatencyOptions {
  cuts: number;
  warmUpS: number;
  /** How long the encoder is watched alone. */
  encoderS: number;
}

/** What happened to the cuts of one production, and every frame that came out of it. */
export interface Way {
  cuts: TimedCut[];
  /** At an RTMP server. */
  received: Sighting[];
  /** On a viewer's screen. */
  seen: Sighting[];
  fps: number;
}

/** The way of a cut from the commit to an RTMP server and to a viewer's screen, and of a picture from its camera to that screen. */
export async function benchLatency({ cuts, warmUpS, encoderS }: LatencyOptions): Promise<number> {
  console.error(`Latency, ${cuts} cuts …`);
  const way = await watchCuts(cuts, warmUpS);
  // Apart, when the production has ended, so that nobody takes its place on the machine.
  const encoder = await closingAfter(async (closing) => {
    const dir = await mkdtemp(join(tmpdir(), 'touchline-bench-'));
    closing.add(() => rm(dir, { recursive: true, force: true }));
    return watchEncoder(dir, encoderS, closing);
  });
  return printLatency(way, encoder);
}

async function watchCuts(count: number, warmUpS: number): Promise<Way> {
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

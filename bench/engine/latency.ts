import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { launchBrowser } from '../../tests/support/browsers/chromium';
import { readMarkFromPage } from '../../tests/support/eyes/eyes';
import { until } from '../../tests/support/time/until';
import { closingAfter } from '../closing';
import { receiveArrivals, type Sighting } from './arrivals';
import { makeCuts, type TimedCut } from './cuts';
import { type EncoderDelay, watchEncoder } from './encoder-alone';
import { watchScreen } from './screen';
import { openShow } from './show';

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

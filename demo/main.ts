import { setTimeout as wait } from 'node:timers/promises';
import { openBrowser } from './browser';
import { startSimulatedCameras, type SimulatedCameras } from './cameras';
import { demoEvent, untilUp } from './event';
import type { LoopPart } from './loop/media';

/**
 * `npm run demo`: four simulated cameras around one pitch, started by the supervisor once the product is up.
 */
const SIZE = { width: 1280, height: 720 };
const LOOP = 60;
const CAMERAS = [1, 2, 3, 4];
const RETRY_MS = 3_000;
/** Printed once, when the cameras have been running for a while. */
const CPU_AFTER_MS = 30_000;

const ending = new AbortController();
let cameras: SimulatedCameras | null = null;

async function end(): Promise<void> {
  ending.abort();
  await cameras?.close();
  process.exit(0);
}
process.on('disconnect', () => void end());
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());

async function main(): Promise<void> {
  const { BASE_URL: baseUrl, TOUCHLINE_TOKEN: token } = process.env;
  if (!baseUrl || !token)
    throw new Error('The simulated match needs BASE_URL and TOUCHLINE_TOKEN; start it by npm run demo.');
  await untilUp(baseUrl, ending.signal);
  const event = await demoEvent(baseUrl, token);
  cameras = await startSimulatedCameras({
    baseUrl,
    code: event.joinCode,
    cameras: CAMERAS.map((number) => ({ number })),
    size: SIZE,
    loop: LOOP,
    early: true,
    onProgress: progressReport(),
    onState: (number, state, why) => console.log(`Camera ${number}: ${state}${why ? ` (${why})` : ''}`),
  });
  console.log(
    `\nThe simulated match is on. Direct it here:\n  ${event.directorUrl}\nWatch it here:\n  ${event.watchUrl}\n`,
  );
  openBrowser(event.directorUrl);
  cameras.whole.catch((error: unknown) => {
    if (ending.signal.aborted) return;
    console.error(`The cameras go on with the first seconds of the match: ${String(error)}`);
  });
  await tellCpu();
}

/** Prints every tenth percent of the drawing. */
function progressReport(): (percent: number, part: LoopPart) => void {
  const printed = { beginning: -1, whole: -1 };
  return (percent, part) => {
    if (percent < printed[part] + 10 && percent < 100) return;
    printed[part] = percent;
    const what = part === 'beginning' ? 'first seconds of the match' : 'rest of the match, in the background';
    console.log(`Drawing the ${what}, once: ${percent} %`);
  };
}

async function tellCpu(): Promise<void> {
  const before = process.cpuUsage();
  const began = performance.now();
  await wait(CPU_AFTER_MS, undefined, { signal: ending.signal });
  const used = process.cpuUsage(before);
  const share = (used.user + used.system) / 1000 / (performance.now() - began);
  console.log(`Four cameras cost ${(share * 100).toFixed(0)} % of one core.`);
}

async function untilItWorks(): Promise<void> {
  while (!ending.signal.aborted) {
    try {
      return await main();
    } catch (error) {
      if (ending.signal.aborted) return;
      console.error(error instanceof Error ? error.message : String(error));
      await cameras?.close();
      await wait(RETRY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  }
}

void untilItWorks();

import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browsers/chromium';
import { startTouchline, type Touchline } from '../support/product/product';
import { until } from '../support/time/until';
import { pace } from '../support/time/pace';

/**
 * The number of viewers as real pages show it, over two web processes: watch pages with a socket, players
 * with heartbeats.
 */
let product: Touchline;
let browser: Browser;
const slug = 'nord-hafen';
const watching: { page: Page; context: BrowserContext }[] = [];

beforeAll(async () => {
  product = await startTouchline({ WEB_PROCESSES: '2' });
  browser = await launchBrowser();
  const made = await product.api('POST', '/api/v1/events', { title: 'TSV Nord – SC Hafen', slug });
  expect(made.status).toBe(201);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function join(path: string): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  // A player is there when its first heartbeat was answered; how long its script takes to come is the
  // machine's matter.
  const heard = path.startsWith('/iframe/')
    ? page.waitForResponse((answer) => answer.url().includes('/api/presence/'))
    : Promise.resolve();
  await Promise.all([heard, page.goto(product.baseUrl + path)]);
  watching.push({ page, context });
}

/** What the watch pages say; an embedded player that waits for the event has no number on it. */
const counts = () =>
  Promise.all(
    watching
      .filter(({ page }) => page.url().includes('/watch/'))
      .map(({ page }) => page.locator('.viewers b').innerText()),
  );
/** How long until every watch page shows this number, ms. */
async function shownAfter(viewers: number, timeoutMs: number): Promise<number> {
  const began = performance.now();
  await until(`${viewers} on every page`, async () => (await counts()).every((n) => n === String(viewers)), {
    timeoutMs,
    everyMs: 20,
  });
  return Math.round(performance.now() - began);
}

test('five join: a second after the last one is there, every watch page says five', async () => {
  await Promise.all(['/watch/', '/watch/', '/watch/'].map((path) => join(path + slug)));
  await join(`/iframe/live?room=${slug}`);
  await join(`/iframe/live?room=${slug}`);
  console.info(`five on every watch page after ${await shownAfter(5, 1_000)} ms`);
});

test('one closes its tab, and one leaves its player: the others know within a second', async () => {
  await watching.shift()?.context.close();
  console.info(`four on every watch page after ${await shownAfter(4, 1_000)} ms`);
  const player = watching.pop();
  await player?.page.goto('about:blank');
  console.info(`three on every watch page after ${await shownAfter(3, 1_000)} ms`);
  await player?.context.close();
});

test('one web process is killed: nobody counts twice, and within ten seconds the number is right again', async () => {
  const [process] = product.processes('build/server/server.js');
  if (!process) throw new Error('The product runs no web process.');
  globalThis.process.kill(process.pid, 'SIGKILL');
  const seen: number[] = [];
  const began = performance.now();
  let rightAtMs = 0;
  while (performance.now() - began < 10_000) {
    const now = (await counts()).map(Number);
    seen.push(...now);
    if (!now.every((n) => n === 3)) rightAtMs = performance.now() - began;
    await pace(100);
  }
  console.info(
    `right for good ${Math.round(rightAtMs)} ms after kill -9; seen: ${[...new Set(seen)].join(', ')}`,
  );
  expect(Math.max(...seen)).toBe(3);
  expect(await counts()).toEqual(['3', '3']);
});

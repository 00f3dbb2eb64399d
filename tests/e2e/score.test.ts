import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulatedCameras } from '../../demo/cameras';
import { launchBrowser, watchPageErrors } from '../support/browsers/chromium';
import { signIn } from '../support/api/sign-in';
import { startTouchline, type Touchline } from '../support/product/product';
import { until } from '../support/time/until';

/**
 * The score from the scorer's thumb to viewers: by a scorer link, through the product, to a watch page and an
 * embedded player.
 */
let product: Touchline;
let browser: Browser;
let scorer: Page;
let watch: Page;
let embed: Page;
const errors: string[][] = [];
/** How many each page has opened to our server. */
const sockets = new Map<Page, number>();
const closers: (() => Promise<unknown>)[] = [];
const slug = 'nord-hafen';
const HOUR_MS = 3_600_000;
/** From the press to the viewer's screen; the product's own way takes a tenth of it. */
const SOON = { timeoutMs: 3_000, everyMs: 10 };

beforeAll(async () => {
  product = await startTouchline();
  closers.push(() => product.stop());
  const made = await product.api<{ joinCode: string }>('POST', '/api/v1/events', {
    title: 'TSV Nord – SC Hafen, U17',
    slug,
    admission: 'immediate',
  });
  await product.api('PATCH', `/api/v1/events/${slug}`, { encoding: { height: 360, fps: 30 } });
  const cameras = await startSimulatedCameras({
    baseUrl: product.baseUrl,
    code: made.body.joinCode,
    cameras: [{ number: 1, label: 'Main stand' }],
    ownProcess: true,
  });
  closers.push(() => cameras.close());
  await Promise.all(cameras.cameras.map((camera) => camera.sending()));
  await product.api('POST', `/api/v1/events/${slug}/start`);
  browser = await launchBrowser();
  closers.push(() => browser.close());
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

/** @param aheadMs how far the device's clock is ahead */
async function open(path: string, aheadMs = 0): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  if (aheadMs !== 0)
    await context.addInitScript((ms) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + ms;
    }, aheadMs);
  const page = await context.newPage();
  errors.push(await watchPageErrors(page));
  page.on('websocket', (socket) => {
    if (socket.url().includes('socket.io')) sockets.set(page, (sockets.get(page) ?? 0) + 1);
  });
  await page.goto(new URL(path, product.baseUrl).href);
  return page;
}

const points = (page: Page) => page.locator('.score-points > span').first().innerText();
const seconds = (text: string) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
const clock = async (page: Page, place: string) => seconds(await page.locator(place).innerText());

test('the desk makes a scorer link, and it opens the screen that begins at 0:0 with the names of the title', async () => {
  const context = await browser.newContext();
  const cookies = (await signIn(product)).split('; ').map((cookie) => cookie.split('='));
  await context.addCookies(
    cookies.map(([name = '', ...value]) => ({ name, value: value.join('='), url: product.baseUrl })),
  );
  const desk = await context.newPage();
  await desk.goto(`${product.baseUrl}/events/${slug}`);
  await desk.getByText('Viewers see no score yet.').waitFor();
  await desk.getByLabel('What they do').selectOption('Scorer');
  await desk.getByPlaceholder('Name').fill('Jonas');
  await desk.getByRole('button', { name: 'Make link' }).click();
  const url = await desk.getByRole('dialog').getByLabel('Link').inputValue();
  await context.close();
  scorer = await open(url);
  await scorer.waitForURL(`**/events/${slug}/score`);
  await scorer.getByText('Connected').waitFor();
  expect(await scorer.getByLabel('Home', { exact: true }).inputValue()).toBe('TSV Nord');
  expect(await scorer.getByLabel('Away', { exact: true }).inputValue()).toBe('SC Hafen');
  await scorer.getByRole('button', { name: 'Begin at 0:0' }).click();
  await scorer.getByRole('button', { name: '+1 for TSV Nord' }).waitFor();
});

test('what the scorer presses, viewers of the watch page and of an embedded player see; nobody is sent ticks', async () => {
  [watch, embed] = await Promise.all([open(`/watch/${slug}?lang=de`), open(`/iframe/live?room=${slug}`)]);
  await until('the moving program', () =>
    embed.evaluate(() => (document.querySelector('video')?.currentTime ?? 0) > 0),
  );
  for (const page of [watch, embed]) await until('0:0', async () => (await points(page)) === '0:0');

  await scorer.getByLabel('Period').selectOption('Second half');
  await scorer.getByRole('button', { name: 'Set…' }).click();
  await scorer.getByRole('button', { name: '45:00' }).click();
  await scorer.getByRole('button', { name: 'Start clock' }).click();
  await watch.getByText('2. Halbzeit').waitFor();
  await scorer.getByRole('button', { name: '+1 for TSV Nord' }).click();
  const pressed = performance.now();
  for (const page of [watch, embed]) await until('1:0', async () => (await points(page)) === '1:0', SOON);
  console.info(`the goal on both screens ${Math.round(performance.now() - pressed)} ms after the press`);
  await until('45:03', async () => (await clock(embed, '.score-when time')) >= seconds('45:03'));
  const times = await Promise.all([
    clock(scorer, '.scorer-time'),
    clock(watch, '.score-when time'),
    clock(embed, '.score-when time'),
  ]);
  expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
  // The embedded player hears it in the room of LiveKit: it has no socket of ours, as the watch page has.
  expect([watch, embed].map((page) => sockets.get(page))).toEqual([1, undefined]);
});

test('on devices whose clocks are off by hours the match clock and the time on the air are right', async () => {
  const inTime = open(`/watch/${slug}`);
  const pages = await Promise.all([
    inTime,
    open(`/watch/${slug}`, 5 * HOUR_MS),
    open(`/watch/${slug}`, -3 * HOUR_MS),
  ]);
  const onAir = (page: Page) => page.getByText(/^On the air for [\d:]+$/).innerText();
  for (const page of pages)
    await until(
      'both clocks',
      async () => (await clock(page, '.score-when time')) > 0 && (await onAir(page)),
    );
  // A device that asked once knows the server's time to a second.
  await until('the same on all of them', async () => {
    const times = await Promise.all(pages.map((page) => clock(page, '.score-when time')));
    const aired = await Promise.all(
      pages.map(async (page) => seconds((await onAir(page)).replace(/^\D+/, ''))),
    );
    const apart = (all: number[]) => Math.max(...all) - Math.min(...all);
    return apart(times) <= 2 && apart(aired) <= 2 && Math.min(...times) >= seconds('45:03');
  });
  for (const page of pages) await page.context().close();
});

test('a point too many is taken back, and one is taken off after a question', async () => {
  await scorer.getByRole('button', { name: '+1 for SC Hafen' }).click();
  await until('1:1', async () => (await points(watch)) === '1:1', SOON);
  await scorer.getByRole('button', { name: 'Undo +1 HAF' }).click();
  for (const page of [watch, embed]) await until('1:0', async () => (await points(page)) === '1:0', SOON);
  await scorer.getByRole('button', { name: '+1 for TSV Nord' }).click();
  await until('2:0', async () => (await points(watch)) === '2:0', SOON);
  await scorer.getByRole('button', { name: '−1 NOR' }).click();
  await scorer.getByText('It then stands 1:0.').waitFor();
  expect(await points(watch)).toBe('2:0');
  await scorer.getByRole('button', { name: 'Take one off' }).click();
  await until('1:0 again', async () => (await points(watch)) === '1:0', SOON);
});

test('when it is over, both pages say how it ended, and so does a page that is opened later', async () => {
  await product.api('POST', `/api/v1/events/${slug}/stop`);
  const later = await open(`/watch/${slug}`);
  for (const [page, word] of [
    [watch, 'Endstand'],
    [embed, 'Final score'],
    [later, 'Final score'],
  ] as const) {
    const final = page.locator('.score-final');
    await final.waitFor();
    expect((await final.innerText()).split(/\s+/).join(' ')).toBe(`${word} TSV Nord 1:0 SC Hafen`);
  }
  expect(errors.flat()).toEqual([]);
});

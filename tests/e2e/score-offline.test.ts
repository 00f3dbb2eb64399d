import type { Browser, BrowserContext, Page, Route } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublicScore } from '../../contract/messages';
import type { ScoreEventsAnswer } from '../../contract/score';
import { launchBrowser, watchPageErrors } from '../support/browsers/chromium';
import { startTouchline, type Touchline } from '../support/product/product';
import { until } from '../support/time/until';
import { TestClient } from '../support/web/test-realtime';

/**
 * A scorer's phone with a bad connection, through the product's edge: what is pressed is kept on the phone
 * and arrives in its order, once; a viewer's socket hears it.
 */
let product: Touchline;
let browser: Browser;
let context: BrowserContext;
let scorer: Page;
let viewer: TestClient<'public'>;
let errors: string[];
const closers: (() => unknown)[] = [];
const SLUG = 'nord-hafen';
const HOUR_MS = 3_600_000;
const PRESSES = '**/score/events';

beforeAll(async () => {
  product = await startTouchline();
  closers.push(() => product.stop());
  const path = `/api/v1/events/${SLUG}`;
  await product.api('POST', '/api/v1/events', { title: 'TSV Nord – SC Hafen', slug: SLUG });
  await product.api('POST', `${path}/publish`);
  const link = await product.api<{ url: string }>('POST', `${path}/crew-links`, {
    role: 'scorer',
    label: 'Jonas',
  });
  const ticket = await product.api<{ ticket: string }>('POST', '/api/realtime/ticket', {
    audience: 'public',
    slug: SLUG,
  });
  viewer = new TestClient<'public'>(product.baseUrl, ticket.body.ticket, { origin: product.baseUrl });
  closers.push(() => viewer.close());
  browser = await launchBrowser();
  closers.push(() => browser.close());
  context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  // The phone's own clock is wrong by hours.
  await context.addInitScript((ms) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + ms;
  }, 5 * HOUR_MS);
  scorer = await context.newPage();
  errors = await watchPageErrors(scorer);
  await scorer.goto(link.body.url);
  await scorer.getByText('Connected').waitFor();
  await scorer.getByLabel('Sport').selectOption('Basketball');
  await scorer.getByRole('button', { name: 'Begin at 0:0' }).click();
  await scorer.getByRole('button', { name: '+3 for TSV Nord' }).waitFor();
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

const press = (name: string) => scorer.getByRole('button', { name, exact: true }).click();
const list = async () =>
  (await product.api<ScoreEventsAnswer>('GET', `/api/v1/events/${SLUG}/score/events`)).body;
const points = () => scorer.locator('.scorer-points').allInnerTexts();
const words = (events: ScoreEventsAnswer['events']) =>
  events.map(({ kind, side, value }) => [kind, side, value].filter((word) => word !== null).join(' '));
/** @returns when the viewer had it, ms of this process */
async function viewersSee(what: (score: PublicScore) => boolean): Promise<number> {
  await viewer.until(({ chain }) => {
    const score = chain.state?.score ?? null;
    return score !== null && what(score);
  });
  return performance.now();
}
const kept = () => scorer.getByText(/kept on this phone/);

test('a press is with the viewers at once; its time is the server’s although the phone’s clock is not', async () => {
  await scorer.getByLabel('Period').selectOption('1st quarter');
  await press('Start clock');
  await viewersSee(({ clock }) => clock.startedAt !== null);
  const { clock } = (await list()).board ?? {};
  expect(Math.abs(Date.parse(clock?.startedAt ?? '') - Date.now())).toBeLessThan(60_000);
  expect(clock?.downFromMs).toBe(600_000);
  const pressed = performance.now();
  await press('+3 for TSV Nord');
  const ms = (await viewersSee(({ home }) => home.points === 3)) - pressed;
  console.info(`a goal with a viewer ${Math.round(ms)} ms after the press`);
  expect(ms).toBeLessThan(1_000);
});

test('without a network presses count on the phone, and come in their order, once, when it is back', async () => {
  const before = await list();
  await context.setOffline(true);
  await press('+2 for SC Hafen');
  await press('+3 for TSV Nord');
  const stopped = [performance.now()];
  await press('Stop clock');
  stopped.push(performance.now());
  await press('Time-out SC Hafen, 3 left');
  await press('+1 for TSV Nord');
  // The last but three is taken back, although the server has not heard of it.
  await press('List…');
  const newest = scorer.getByRole('button', { name: 'Take back +3 NOR' }).first();
  await newest.click();
  await press('Close');
  expect(await points()).toEqual(['4', '2']);
  await kept().waitFor();
  expect((await list()).count).toBe(before.count);
  // The clock must not run on with the viewers until the phone is back.
  const started = Date.parse(before.board?.clock.startedAt ?? '');
  const offline = performance.now();
  await until('a while without a network', () => performance.now() - offline > 2_500);
  await context.setOffline(false);
  await viewersSee(({ home, away }) => home.points === 4 && away.points === 2);
  await kept().waitFor({ state: 'detached' });
  const after = await list();
  expect(words(after.events.slice(before.count))).toEqual([
    'goal away 2',
    'goal home 3',
    'clock',
    'timeout away',
    'goal home 1',
    'undo home -3',
  ]);
  // Between the press before and the one after it, by this machine's clock; a press is timed to a tenth.
  const wall = (at: number) => Date.now() - (performance.now() - at) - started;
  const readMs = after.board?.clock.ms ?? 0;
  expect(readMs).toBeGreaterThan(wall(stopped[0] ?? 0) - 100);
  expect(readMs).toBeLessThan(wall(stopped[1] ?? 0) + 100);
});

test('what was kept is sent after the page was loaded again; an answer that is lost makes no second point', async () => {
  const before = await list();
  await context.route(PRESSES, (route) => (isPress(route) ? route.abort() : route.fallback()));
  await press('+1 for SC Hafen');
  await press('+2 for SC Hafen');
  await scorer.reload();
  await scorer.getByText('Connected').waitFor();
  await kept().waitFor();
  expect(await points()).toEqual(['4', '5']);
  // Now the server counts them, and its answers are lost.
  await context.unroute(PRESSES);
  let lost = 0;
  await context.route(PRESSES, async (route) => {
    if (!isPress(route)) return route.fallback();
    await route.fetch();
    lost += 1;
    return route.abort();
  });
  await press('+3 for SC Hafen');
  await until('answers that were lost', () => lost > 1);
  await context.unroute(PRESSES);
  await viewersSee(({ away }) => away.points === 8);
  await kept().waitFor({ state: 'detached' });
  expect(words((await list()).events.slice(before.count))).toEqual([
    'goal away 1',
    'goal away 2',
    'goal away 3',
  ]);
  expect(await points()).toEqual(['4', '8']);
});

const isPress = (route: Route) => route.request().method() === 'POST';

test('a goal long ago is taken back from the list, and a card is given with its player', async () => {
  await press('List…');
  const dialog = scorer.getByRole('dialog', { name: 'Take back' });
  await dialog.getByRole('button', { name: 'Take back +3 NOR' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await viewersSee(({ home }) => home.points === 1);
  await press('More of SC Hafen');
  const more = scorer.getByRole('dialog', { name: 'SC Hafen' });
  await more.getByLabel('Number').fill('7');
  await more.getByRole('button', { name: 'Technical foul' }).click();
  await until('the card', async () => (await list()).events.some(({ card }) => card === 'technical'));
  const { board } = await list();
  expect(board?.figures.away.cards).toEqual([{ card: 'technical', count: 1 }]);
  expect(errors.filter((line) => !/ERR_(FAILED|INTERNET_DISCONNECTED)/.test(line))).toEqual([]);
});

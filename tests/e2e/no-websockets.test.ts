import type { Browser, Frame, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../supervisor/ports';
import { launchBrowser } from '../support/browsers/chromium';
import { type FrontProxy, startFrontProxy } from '../support/network/front-proxy';
import { startTouchline, type Touchline } from '../support/product/product';
import { until } from '../support/time/until';

/**
 * An office, or a reverse proxy, that passes HTTP and no WebSocket: everything but the live picture of
 * LiveKit goes on by polling, and where that picture is needed the page says why there is none.
 */
let product: Touchline;
let proxy: FrontProxy;
let browser: Browser;
const slug = 'office';

beforeAll(async () => {
  const port = await freePort();
  product = await startTouchline({
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TRUSTED_PROXIES: '127.0.0.1',
  });
  proxy = await startFrontProxy(port, Number(new URL(product.baseUrl).port));
  browser = await launchBrowser();
  await product.api('POST', '/api/v1/events', { title: 'Office Cup', slug, admission: 'immediate' });
  await product.api('PATCH', `/api/v1/events/${slug}`, { encoding: { height: 360, fps: 30 } });
  await product.api('PATCH', `/api/v1/events/${slug}/chat`, { state: 'open' });
  await product.api('POST', `/api/v1/events/${slug}/publish`);
});
afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  await product?.stop();
});

async function open(path: string, userAgent?: string): Promise<Page> {
  const context = await browser.newContext(userAgent ? { userAgent } : {});
  const page = await context.newPage();
  await page.goto(proxy.url + path);
  return page;
}

const textOf = (page: Page | Frame) => page.locator('body').innerText();
const says = (page: Page, what: string, word: string | RegExp) =>
  until(`${what} to say ${String(word)}`, async () => new RegExp(word, 'i').test(await textOf(page)), {
    timeoutMs: 60_000,
  });
const plays = (page: Page, what: string) =>
  until(
    `the picture of ${what}`,
    () => page.evaluate(() => (document.querySelector('video')?.currentTime ?? 0) > 1),
    { timeoutMs: 90_000 },
  );

test('start, chat, score and end reach watch page and embed, and the crew’s pages stay in control', async () => {
  const link = await product.api<{ url: string }>('POST', `/api/v1/events/${slug}/crew-links`, {
    role: 'director',
    label: 'Dora',
  });
  const watch = await open(`/watch/${slug}`);
  const embed = await open(`/iframe/live?room=${slug}`);
  const director = await open(new URL(link.body.url).pathname + new URL(link.body.url).hash);
  await says(watch, 'the watch page', 'Not on the air yet');

  await product.api('POST', `/api/v1/events/${slug}/start`);
  await Promise.all([plays(watch, 'the watch page'), plays(embed, 'the embed')]);

  expect((await product.api('POST', `/api/chat/${slug}`, { text: 'Kick-off in the office' })).status).toBe(
    201,
  );
  await says(watch, 'the watch page', 'Kick-off in the office');
  const sides = { home: { name: 'Nordend' }, away: { name: 'Suedend' } };
  expect((await product.api('PUT', `/api/v1/events/${slug}/score`, sides)).status).toBeLessThan(300);
  await says(watch, 'the watch page', 'Nordend');

  const { body: event } = await product.api<{ joinCode: string }>('GET', `/api/v1/events/${slug}/codes`);
  await fetch(`${product.baseUrl}/api/cameras/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: event.joinCode, label: 'Balcony' }),
  });
  await says(director, 'the director’s page', 'Balcony');
  await says(director, 'the director’s page', 'lets no WebSocket through');

  await product.api('POST', `/api/v1/events/${slug}/stop`);
  await says(watch, 'the watch page', 'The stream has ended|Ended');
  await says(embed, 'the embed', 'The stream has ended|Ended');
  expect(proxy.refused()).toBeGreaterThan(0);
});

test('a phone is told that no WebSocket passes, and is sent to no certificate', async () => {
  const iPhone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
  const page = await open('/join', iPhone);
  await says(page, 'the join page', 'No picture gets through this network');
  expect(await textOf(page)).not.toMatch(/certificate/i);
});

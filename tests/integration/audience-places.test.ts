import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { Router } from 'express';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtPages } from '../../app/http/page-source';
import { createWebApp } from '../../app/http/web-app';
import { ensureBuild } from '../../scripts/make/ensure-build';
import { asAdmin, call, makeEvent, makeToken } from '../support/api/call';
import { launchBrowser } from '../support/browsers/chromium';
import { createTestServices, type TestServices } from '../support/web/test-services';

/**
 * The platforms' players on the watch page, in a real browser that gets nothing from outside: what it asks
 * for is written down.
 */
let services: TestServices;
let server: Server;
let base: string;
let browser: Browser;
let context: BrowserContext;
const asked: string[] = [];
const VIDEO = 'dQw4w9WgXcQ';

beforeAll(async () => {
  await ensureBuild(process.cwd());
  services = await createTestServices();
  const token = await makeToken(services);
  const pages = await builtPages(resolve('build'));
  const app = createWebApp({ services, pages, probes: Router(), presence: Router() });
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const event = await makeEvent(services, token, { slug: 'cup', title: 'Cup final' });
  for (const [plugin, settings, streamKey] of [
    ['youtube', { videoId: VIDEO }, 'abcd-efgh-ijkl-mnop-qrst'],
    ['twitch', { channel: 'cupfinal' }, 'live_1_abcdefghijklmnop'],
  ] as const) {
    const body = { plugin, label: `Our ${plugin}`, settings, streamKey };
    const made = await call(services, 'POST', '/api/v1/events/cup/destinations', { token, body });
    expect(made.status).toBe(201);
  }
  await asAdmin(services, (sql) => sql`update events set status = 'live' where id = ${event.id}`);
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.route('**/*', (route) => {
    const url = route.request().url();
    asked.push(url);
    if (url.startsWith(base)) return route.continue();
    return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>A platform</title>' });
  });
}, 600_000);
afterAll(async () => {
  await browser?.close();
  server.close();
  await services.close();
});

async function watch(): Promise<{ page: Page; breaches: () => Promise<string[]> }> {
  asked.length = 0;
  const page = await context.newPage();
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { breaches: seen });
    // There is no LiveKit behind this server, so what its client asks for in vain is not of interest.
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      if (effectiveDirective !== 'connect-src') seen.push(`${effectiveDirective} ${blockedURI}`);
    });
  });
  await page.goto(`${base}/watch/cup`);
  return { page, breaches: () => page.evaluate<string[]>('breaches') };
}

/** Address, sandbox and referrer of the frames, the player's first. */
const frames = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('iframe')].map(({ src, referrerPolicy, sandbox }) => ({
      src,
      referrerPolicy,
      leads: [...sandbox].filter((word) => word.includes('navigation')),
      scripts: sandbox.contains('allow-scripts'),
    })),
  );
const frame = (src: string) => ({
  src,
  referrerPolicy: 'strict-origin-when-cross-origin',
  leads: [],
  scripts: true,
});

test('a viewer chooses between our player and the platforms’, each with its usual delay', async () => {
  const { page, breaches } = await watch();
  const places = page.getByRole('radio');
  await places.first().waitFor();
  expect(await page.locator('.places label').allInnerTexts()).toEqual([
    // There is no media server behind this page, so after a while it goes by its second way.
    expect.stringMatching(/^Live\n(0\.5|6) s behind$/),
    'YouTube\n8 s behind',
    'Twitch\n5 s behind',
  ]);
  expect(await places.first().isChecked()).toBe(true);
  expect(await frames(page)).toEqual([]);
  await page.getByText('Twitch').click();
  await page.locator('iframe').first().waitFor();
  expect(await frames(page)).toEqual([
    frame('https://player.twitch.tv/?channel=cupfinal&parent=127.0.0.1'),
    frame('https://www.twitch.tv/embed/cupfinal/chat?parent=127.0.0.1'),
  ]);
  await page.keyboard.press('ArrowUp');
  expect(await frames(page)).toEqual([
    frame(`https://www.youtube.com/embed/${VIDEO}?playsinline=1`),
    frame(`https://www.youtube.com/live_chat?v=${VIDEO}&embed_domain=127.0.0.1`),
  ]);
  expect(await breaches()).toEqual([]);
  await page.close();
});

test('the choice is remembered, and then the page loads neither the media client nor HLS nor a token', async () => {
  const { page } = await watch();
  await page.locator('iframe').first().waitFor();
  expect(await page.getByRole('radio', { name: /YouTube/ }).isChecked()).toBe(true);
  await page.waitForTimeout(1_500);
  const ours = asked.filter((url) => url.startsWith(base)).map((url) => url.slice(base.length));
  expect(ours.filter((path) => /program-room|hls|livekit/i.test(path))).toEqual([]);
  await Promise.all([page.waitForRequest(/program-room/), page.getByText('Live', { exact: true }).click()]);
  await page.locator('video').waitFor();
  await page.close();
});

test('a press that comes before the page’s script counts', async () => {
  const page = await context.newPage();
  let comes = () => undefined as void;
  const script = new Promise<void>((resolve) => (comes = resolve));
  await page.route('**/*.js', async (route) => {
    // The script in the head only chooses the theme, and delays the page.
    if (!route.request().url().includes('theme')) await script;
    await route.continue();
  });
  await page.goto(`${base}/watch/cup`, { waitUntil: 'commit' });
  await page.getByText('Twitch').click();
  expect(await page.locator('iframe').count()).toBe(0);
  comes();
  await page.locator('iframe').first().waitFor();
  expect((await frames(page))[0]?.src).toContain('player.twitch.tv');
  await page.close();
});

test('the page’s policy frames the platforms and nothing else', async () => {
  const { page, breaches } = await watch();
  await page.locator('.places').waitFor();
  await page.evaluate(() => {
    const other = document.createElement('iframe');
    other.src = 'https://evil.example/';
    document.body.append(other);
  });
  await page.waitForFunction(() => Reflect.get(window, 'breaches').length > 0);
  expect(await breaches()).toEqual(['frame-src https://evil.example']);
  expect(asked.filter((url) => url.includes('evil.example'))).toEqual([]);
  await page.close();
});

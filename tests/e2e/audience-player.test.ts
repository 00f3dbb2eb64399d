import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Frame, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulatedCameras } from '../../demo/cameras';
import { barriers } from '../support/browsers/accessibility-checks';
import { launchBrowser, watchPageErrors } from '../support/browsers/chromium';
import { readMarkFromPage } from '../support/eyes/eyes';
import { FIREFOX, openFirefox } from '../support/browsers/firefox';
import { viewerIn } from '../support/browsers/other-browser';
import { startStrictProxy } from '../support/network/strict-proxy';
import { startTouchline, type Touchline } from '../support/product/product';
import { until } from '../support/time/until';
import { openWebKit, WEBKIT } from '../support/browsers/webkit';

/**
 * What viewers meet: the player on another site's page, and where WebRTC does not pass. One product, one
 * camera, on the air.
 */
let product: Touchline;
let browser: Browser;
let site: Server;
const slug = 'nord-hafen';
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  product = await startTouchline();
  closers.push(() => product.stop());
  const { body: event } = await product.api<{ joinCode: string }>('POST', '/api/v1/events', {
    title: 'TSV Nord – SC Hafen',
    slug,
    admission: 'immediate',
  });
  await product.api('PATCH', `/api/v1/events/${slug}`, { encoding: { height: 360, fps: 30 } });
  const cameras = await startSimulatedCameras({
    baseUrl: product.baseUrl,
    code: event.joinCode,
    cameras: [{ number: 1, label: 'Main stand' }],
    ownProcess: true,
  });
  closers.push(() => cameras.close());
  await Promise.all(cameras.cameras.map((camera) => camera.sending()));
  await product.api('POST', `/api/v1/events/${slug}/start`);
  await product.api('POST', `/api/v1/events/${slug}/cut`, { cameraId: cameras.cameras[0]?.cameraId });
  browser = await launchBrowser();
  closers.push(() => browser.close());
  site = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(clubPage());
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  closers.push(async () => site.close());
  await until(
    'the program to be written',
    async () => (await fetch(`${product.baseUrl}/hls/${slug}/live.m3u8`)).ok,
  );
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

/**
 * A club's own page, on another site (localhost and 127.0.0.1 are two), with the snippet as the desk gives
 * it.
 */
function clubPage(): string {
  return `<!doctype html><html lang="en"><title>Club</title><script>
    window.heard = [];
    addEventListener('message', ({ origin, data }) => {
      if (origin === '${product.baseUrl}' && data.source === 'touchline') heard.push(data);
    });
    window.say = (type) => document.querySelector('iframe').contentWindow
      .postMessage({ target: 'touchline-player', type }, '${product.baseUrl}');
  </script><iframe title="TSV Nord – SC Hafen, live" width="960" height="400" src="${product.baseUrl}/iframe/live?room=${slug}&lang=de"
    allow="autoplay; fullscreen; picture-in-picture" sandbox="allow-scripts allow-same-origin allow-popups"
    referrerpolicy="strict-origin-when-cross-origin"></iframe>`;
}

const frames = (place: Page | Frame) =>
  place.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0);

async function moves(place: Page | Frame): Promise<boolean> {
  const before = await frames(place);
  await place.waitForTimeout(300);
  return (await frames(place)) > before;
}

/** Loudest sample of a second of what the element plays, 0 to 1. */
const soundLevel = (place: Frame) =>
  place.evaluate(async () => {
    const stream = document.querySelector('video')?.srcObject;
    if (!(stream instanceof MediaStream)) return 0;
    const context = new AudioContext();
    const meter = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(meter);
    const samples = new Float32Array(meter.fftSize);
    let most = 0;
    for (const end = performance.now() + 1000; performance.now() < end;) {
      // eslint-disable-next-line no-restricted-syntax -- runs in the page, which cannot import pace.ts
      await new Promise((wake) => setTimeout(wake, 20));
      meter.getFloatTimeDomainData(samples);
      for (const sample of samples) most = Math.max(most, Math.abs(sample));
    }
    await context.close();
    return most;
  });

test('a player on another site shows the program with its sound and its viewers, and obeys the page', async () => {
  const page = await (await browser.newContext({ viewport: { width: 1000, height: 700 } })).newPage();
  const errors = await watchPageErrors(page);
  await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`);
  const frame = await until('the frame', () => page.frames()[1]);
  await until('a moving picture', () => moves(frame));
  // As it is only while a picture plays, with the press for sound over it.
  expect(await barriers(page)).toEqual([]);
  expect(await soundLevel(frame)).toBeGreaterThan(0.001);
  await until('the count', async () => (await frame.locator('.viewers b').innerText()) === '1');
  expect(await frame.evaluate(() => document.documentElement.lang)).toBe('de');

  const heard = () => page.evaluate<{ type: string; muted?: boolean; shown?: boolean }[]>('window.heard');
  expect((await heard()).map(({ type }) => type)).toEqual(expect.arrayContaining(['ready', 'live']));
  await page.evaluate("say('unmute')");
  await until('the sound to be on', async () => (await heard()).some(({ muted }) => muted === false));
  await page.evaluate("say('hideChat')");
  await until('the chat to be hidden', async () => (await heard()).some(({ shown }) => shown === false));
  expect(await frame.locator('.chat-place').isVisible()).toBe(false);
  expect(await frame.evaluate(() => document.cookie)).toBe('');
  expect(errors).toEqual([]);
  await page.close();
});

test('where neither UDP nor TCP reaches LiveKit, the player plays HLS within ten seconds and says so', async () => {
  const proxy = await startStrictProxy(Number(new URL(product.baseUrl).port));
  const office = await launchBrowser({
    proxy: { server: proxy.url, bypass: '<-loopback>' },
    // Chromium and its headless shell call it differently.
    args: ['force-', ''].map((force) => `--${force}webrtc-ip-handling-policy=disable_non_proxied_udp`),
  });
  try {
    const page = await office.newPage();
    const errors = await watchPageErrors(page);
    const began = performance.now();
    await page.goto(`${product.baseUrl}/watch/${slug}`);
    await until('a moving picture', () => moves(page), { timeoutMs: 15_000, everyMs: 100 });
    const tookMs = performance.now() - began;
    console.info(`WebRTC blocked: a moving picture after ${tookMs.toFixed(0)} ms`);
    expect(await page.evaluate(() => document.querySelector('video')?.srcObject ?? null)).toBeNull();
    await page.getByText('A few seconds later').waitFor();
    expect(tookMs).toBeLessThan(10_000);
    expect(errors).toEqual([]);
  } finally {
    await office.close();
    await proxy.close();
  }
});

test('a viewer counts while the picture is still on its way, and no longer when the page is gone', async () => {
  const watching = async () =>
    (await product.api<{ viewers: { total: number } }>('GET', `/api/v1/events/${slug}/statistics`)).body
      .viewers.total;
  await until('nobody to be left', async () => (await watching()) === 0, { timeoutMs: 40_000 });
  const page = await browser.newPage();
  let passes = () => undefined as void;
  const picture = new Promise<void>((resolve) => (passes = resolve));
  await page.route(/\/api\/livekit\/token|\/hls\//, async (route) => {
    await picture;
    await route.continue();
  });
  await page.goto(`${product.baseUrl}/watch/${slug}`);
  await until('the viewer to count', async () => (await watching()) === 1, { timeoutMs: 1_500 });
  expect(await frames(page)).toBe(0);
  passes();
  await until('a moving picture', () => moves(page));
  await until('the page to know', async () => (await page.locator('.viewers b').innerText()) === '1');
  await page.close();
  await until('the viewer to be gone', async () => (await watching()) === 0, { timeoutMs: 2_000 });
});

/** Firefox before it has fetched its codec: `npm test` says in a line when there is no Firefox to try. */
test.skipIf(!FIREFOX)(
  'in a browser whose WebRTC has no H.264, the player takes HLS at once, says so, and the program plays',
  async () => {
    const page = await openFirefox(FIREFOX ?? '');
    try {
      await page.goto(`${product.baseUrl}/watch/${slug}`);
      const viewer = viewerIn(page.evaluate);
      await viewer.moves();
      expect(await viewer.look()).toMatchObject({ h264: false, direct: false, way: 'A few seconds later' });
      // At once: the direct way was not even tried.
      expect((await viewer.look()).loaded.filter((url) => /program-room|livekit/.test(url))).toEqual([]);
    } finally {
      await page.close();
    }
  },
);

test.skipIf(!WEBKIT)(
  'in WebKit the program plays on the watch page by the way that this build knows, said as it is, and the chat is read',
  async () => {
    const page = await openWebKit(WEBKIT ?? '', { keeps: true });
    try {
      await page.goto(`${product.baseUrl}/watch/${slug}`);
      const viewer = viewerIn(page.evaluate);
      await viewer.moves();
      const { direct, way } = await viewer.look();
      console.info(`WebKit plays ${direct ? 'by WebRTC' : 'HLS'}`);
      expect(way).toBe(direct ? '' : 'A few seconds later');
      await product.api('POST', `/api/chat/${slug}`, { text: 'Kick-off in the sun' });
      await viewer.reads('Kick-off in the sun');
      expect(page.errors).toEqual([]);
    } finally {
      await page.close();
    }
  },
);

test.skipIf(!WEBKIT)(
  'in WebKit without any cookie or storage the player on another site plays, and its chat is read and written',
  async () => {
    const page = await openWebKit(WEBKIT ?? '', { keeps: false });
    try {
      await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`);
      const viewer = viewerIn(page.evaluateInFrame);
      await viewer.moves();
      await viewer.writes('Safari fan', 'Hello from the club page');
      await viewer.reads('Hello from the club page');
      expect(await page.evaluateInFrame(() => document.cookie, null)).toBe('');
      expect(page.errors).toEqual([]);
    } finally {
      await page.close();
    }
  },
);

test('after the event, its recording plays where the program was, once its owner publishes it', async () => {
  const page = await browser.newPage();
  await page.goto(`${product.baseUrl}/watch/${slug}`);
  await until('a moving picture', () => moves(page));
  await product.api('PATCH', `/api/v1/events/${slug}`, { recordingPublic: true });
  await product.api('POST', `/api/v1/events/${slug}/stop`);
  // The page that was open learns of it from its own connection.
  const film = page.locator('video[controls]');
  await film.waitFor({ timeout: 30_000 });
  await page.getByText(/On the air for/).waitFor();
  await film.evaluate((video) => (video instanceof HTMLVideoElement ? video.play() : undefined));
  await until('the recorded picture', () => readMarkFromPage(page, 'video'));
  // What the desk offers to take home is the whole file. Between the two answers it may be made whole.
  await until('the bytes of the list', async () => {
    const { body: parts } = await product.api<{ url: string; bytes: number }[]>(
      'GET',
      `/api/v1/events/${slug}/recordings`,
    );
    const saved = await fetch(parts[0]?.url ?? '');
    return (await saved.arrayBuffer()).byteLength === parts[0]?.bytes;
  });
  await page.close();
});

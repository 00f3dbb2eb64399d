import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browsers/chromium';
import { FIREFOX, openFirefox } from '../support/browsers/firefox';
import { filmFacts } from '../support/eyes/film-facts';
import { freePort } from '../../supervisor/ports';
import { startRtmpStation, type RtmpStation } from '../support/stations/rtmp-station';
import { startTouchline, type Touchline } from '../support/product/product';
import { until } from '../support/time/until';

/**
 * The way of issue 4: a back end that knows no more than the show API, a host, and a site that embeds the
 * player.
 */
interface Show {
  streamId: string;
  room: string;
  hostUrl: string;
  watchUrl: string;
  embedUrl: string;
}
interface State {
  status: string;
  destinations: { status: string; verdict: string | null }[];
  engine: { status: string };
}

let product: Touchline;
let browser: Browser;
let site: Server;
let dir: string;
let station: RtmpStation;
let show: Show;
let host: Page;
let embed: Page;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'touchline-show-'));
  product = await startTouchline();
  browser = await launchBrowser();
  station = await startRtmpStation(dir, 'platform');
  const made = await product.api<Show>('POST', '/api/streams/initialize', {
    showId: 'coffee-at-nine',
    hostName: 'Amina',
  });
  expect(made.status).toBe(201);
  show = made.body;
  await product.api('PATCH', `/api/v1/events/${show.room}`, { encoding: { height: 360 } });
});

afterAll(async () => {
  await browser?.close();
  site?.close();
  await station?.close();
  await product?.stop();
  if (dir) await rm(dir, { recursive: true, force: true });
});

const state = async () => (await product.api<State>('GET', `/api/v1/events/${show.room}`)).body;
const open = async (url: string) => {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const page = await context.newPage();
  await page.goto(url);
  return page;
};

/** A page of another site that holds the player and nothing else. */
async function embedElsewhere(): Promise<Page> {
  const port = await freePort();
  site = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(
      `<!doctype html><title>A fan site</title><iframe src="${show.embedUrl}" width="640" height="360" allow="autoplay; fullscreen"></iframe>`,
    );
  });
  site.listen(port, '127.0.0.1');
  await once(site, 'listening');
  return open(`http://localhost:${port}/`);
}

/** The page's one frame. */
function player(page: Page): Frame {
  const frame = page.frames().find((one) => one.parentFrame() === page.mainFrame());
  if (!frame) throw new Error('The page holds no frame.');
  return frame;
}

/**
 * How much a few dots of the picture have changed within half a second: the fake camera's clock turns all the
 * time.
 */
const pictureMoves = (frame: Frame): Promise<boolean> =>
  frame.evaluate(async () => {
    const video = document.querySelector('video');
    if (!video || video.videoWidth === 0) return false;
    const look = () => {
      const canvas = new OffscreenCanvas(64, 36);
      const context = canvas.getContext('2d');
      context?.drawImage(video, 0, 0, 64, 36);
      return context?.getImageData(0, 0, 64, 36).data ?? new Uint8ClampedArray();
    };
    const before = look();
    // eslint-disable-next-line no-restricted-syntax -- runs in the page, which cannot import pace.ts
    await new Promise((resolve) => setTimeout(resolve, 500));
    const after = look();
    return after.some((value, at) => Math.abs(value - (before[at] ?? 0)) > 24);
  });

/**
 * Peak of what arrives as sound within a second, whether or not the browser lets the page be loud; the fake
 * microphone beeps.
 */
const soundPeak = (frame: Frame): Promise<number> =>
  frame.evaluate(async () => {
    const streams = [...document.querySelectorAll<HTMLMediaElement>('video, audio')].flatMap(
      ({ srcObject }) =>
        srcObject instanceof MediaStream && srcObject.getAudioTracks().length > 0 ? [srcObject] : [],
    );
    const [stream] = streams;
    if (!stream) return 0;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let peak = 0;
    for (let round = 0; round < 60; round++) {
      // eslint-disable-next-line no-restricted-syntax -- runs in the page, which cannot import pace.ts
      await new Promise((resolve) => setTimeout(resolve, 20));
      analyser.getFloatTimeDomainData(samples);
      peak = Math.max(peak, ...samples.map(Math.abs));
    }
    await context.close();
    return peak;
  });

test('by the link the host comes in, and on the button goes on the air; the secret does not stay in the address', async () => {
  embed = await embedElsewhere();
  host = await open(show.hostUrl);
  await host.getByText('OFF AIR').waitFor();
  expect(host.url()).not.toContain('#');
  expect((await state()).status).toBe('ready');
  await host.getByRole('button', { name: 'Go on the air' }).click();
  await host.getByText('ON AIR').waitFor();
  await until('the show to be live', async () => (await state()).status === 'live', { timeoutMs: 5_000 });
});

test('the page of another site, open since before, shows the host automatically: the picture moves and there is sound', async () => {
  await until('a moving picture', () => pictureMoves(player(embed)), { timeoutMs: 20_000 });
  await until('sound', async () => (await soundPeak(player(embed))) > 0.001, { timeoutMs: 10_000 });
  const cookies = await embed.context().cookies();
  expect(cookies).toEqual([]);
});

test.skipIf(!FIREFOX)(
  'a browser whose WebRTC has no H.264 plays the show directly: there is no engine that could write HLS for it',
  async () => {
    const page = await openFirefox(FIREFOX ?? '');
    try {
      await page.goto(show.watchUrl);
      const look = () =>
        page.evaluate(() => {
          const video = document.querySelector('video');
          return {
            direct: video?.srcObject instanceof MediaStream,
            // Firefox counts no pictures of a stream: its clock stops without any.
            at: video && video.videoWidth > 0 ? video.currentTime : 0,
          };
        }, null);
      await until('a moving picture', async () => (await look()).at > 2);
      expect((await look()).direct).toBe(true);
    } finally {
      await page.close();
    }
  },
);

test('an RTMP destination starts the engine on the host’s room, and what arrives moves and sounds', async () => {
  expect((await state()).engine.status).toBe('off');
  const made = await product.api('POST', `/api/v1/events/${show.room}/destinations`, {
    plugin: 'custom-rtmp',
    label: 'A platform',
    settings: { url: station.url },
    streamKey: station.key,
  });
  expect(made.status).toBe(201);
  await until('the destination to be live', async () => (await state()).destinations[0]?.status === 'live');
  // The slate is shown until the host's first picture; a few seconds later there is nothing else in the last
  // two.
  await until(
    'the host at the platform',
    async () => {
      if (!(await station.arrived(0))) return false;
      const { stillS, peakDb } = await filmFacts(await station.copyLast('end.ts', 2));
      return stillS < 0.5 && peakDb > -50;
    },
    { timeoutMs: 20_000, everyMs: 500 },
  );
});

test('a reload keeps the host on the air, and the button ends it for everybody', async () => {
  await host.reload();
  await host.getByText('ON AIR').waitFor();
  await until('a moving picture again', () => pictureMoves(player(embed)), { timeoutMs: 15_000 });
  expect((await state()).status).toBe('live');
  await host.getByRole('button', { name: 'Go off the air' }).click();
  await host.getByText('OFF AIR').waitFor();
  await until('the show to be off', async () => (await state()).status === 'ready', { timeoutMs: 3_000 });
  await until('the destination to be off', async () => (await state()).destinations[0]?.status === 'off', {
    timeoutMs: 5_000,
  });
});

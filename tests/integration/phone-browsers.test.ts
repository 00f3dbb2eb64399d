import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callJson, ok } from '../support/api/call-json';
import { fillExample } from '../support/events/example-event';
import { until } from '../support/time/until';
import type { WebProcess } from '../support/web/web-process';
import { type ExamplePages, startExamplePages } from '../support/web/example-pages';

/** Browsers and phones as people bring them; real pages in a real Chromium, without a media server. */
let pages: ExamplePages;
let web: WebProcess;
let browser: Browser;
let headers: Record<string, string>;
let joinCode: string;

beforeAll(async () => {
  pages = await startExamplePages({ args: ['--use-fake-device-for-media-stream=device-count=3'] });
  ({ web, browser, headers } = pages);
  joinCode = await fillExample(web.url, 'cup', headers);
}, 600_000);
afterAll(async () => {
  await pages?.close();
});

/** Each phone comes from an address of its own. */
let phones = 0;
async function phone(init?: () => void): Promise<BrowserContext> {
  phones += 1;
  const context = await browser.newContext({
    permissions: ['camera', 'microphone'],
    extraHTTPHeaders: { 'X-Forwarded-For': `198.51.100.${phones + 20}` },
  });
  if (init) await context.addInitScript(init);
  return context;
}

/** Both presses of joining, and nothing written. */
async function join(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${web.url}/join/${joinCode}`);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Ask me now' }).click();
  return page;
}

const cameras = async (): Promise<{ id: string; number: number; label: string }[]> => {
  const answer = await fetch(`${web.url}/api/v1/events/cup`, { headers });
  return ((await answer.json()) as { cameras: { id: string; number: number; label: string }[] }).cameras;
};

/** What iOS 15.4 lacks and our pages once called, or may come to call. */
function likeIos15(): void {
  for (const [owner, names] of [
    [AbortSignal, ['any', 'timeout']],
    [URL, ['canParse', 'parse']],
    [Object, ['groupBy']],
    [Promise, ['withResolvers', 'try']],
    [Array.prototype, ['toSorted', 'toReversed', 'toSpliced', 'with']],
  ] as [object, string[]][])
    for (const name of names) Reflect.deleteProperty(owner, name);
}

describe('a phone that stays at iOS 15', () => {
  test('joins with two presses; its place has the number for a name until the director gives it another', async () => {
    const context = await phone(likeIos15);
    const page = await join(context);
    await page.waitForURL('**/camera');
    await page.getByText('The director sees your request').waitFor();
    const newest = (await cameras()).sort((a, b) => b.number - a.number)[0];
    expect(newest?.label).toBe(`Camera ${newest?.number}`);
    await context.close();
  });

  test('reads the chat, links included, on the watch page and in the embedded player', async () => {
    const context = await phone(likeIos15);
    for (const path of ['/watch/cup', '/iframe/live?room=cup']) {
      const page = await context.newPage();
      await page.goto(web.url + path);
      const line = page.locator('[role=log] li', { hasText: 'In the sun' });
      await line.first().waitFor({ state: 'attached' });
      expect(await line.locator('a[href="https://club.example/"]').count()).toBe(1);
    }
    await context.close();
  });
});

test.each([
  ['/join', 'This browser is too old for this page. It needs iOS or Safari 15.4'],
  ['/watch/cup?lang=de', 'Dieser Browser ist zu alt für diese Seite. Nötig ist iOS oder Safari ab 15.4'],
  ['/iframe/live?room=cup&lang=es', 'Este navegador es demasiado antiguo'],
])(
  'a browser older than supported reads that on %s, without a script; any other does not',
  async (path, text) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const sentence = page.getByText(text);
    await page.goto(web.url + path);
    expect(await sentence.isVisible()).toBe(false);
    // Such a browser does not know the unit: here it is one that no browser knows.
    await page.route('**/*.css', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('1dvh', '1older') });
    });
    await page.reload();
    expect(await sentence.isVisible()).toBe(true);
    await context.close();
  },
);

test('a browser without WebRTC says at the first page of joining that it cannot send a picture', async () => {
  const context = await phone(() => void Reflect.deleteProperty(window, 'RTCPeerConnection'));
  const page = await context.newPage();
  await page.goto(`${web.url}/join/${joinCode}`);
  await page.getByText('This browser cannot send a picture').waitFor();
  await context.close();
});

/** The machine lacks what is named: a request that includes it fails as a whole, as the standard says. */
function lacking(missing: 'audio' | 'video'): void {
  const media = navigator.mediaDevices;
  const open = media.getUserMedia.bind(media);
  media.getUserMedia = (wanted) =>
    wanted?.[missing] ? Promise.reject(new DOMException('none', 'NotFoundError')) : open(wanted);
}

test('a camera without a microphone joins with its picture and says so; a computer without a camera reads which is missing', async () => {
  const [silent, blind] = [await phone(), await phone()];
  await silent.addInitScript(lacking, 'audio' as const);
  await blind.addInitScript(lacking, 'video' as const);
  const page = await join(silent);
  await page.waitForURL('**/camera');
  await page.getByText('The camera works. No microphone: no sound is sent').waitFor();
  await silent.close();
  const other = await join(blind);
  await other.getByText('No camera was found.').waitFor();
  await blind.close();
});

/** The microphone is there, and another app has it until the page says that it ended. */
function holding(name: 'NotReadableError' | 'AbortError'): void {
  window.held = true;
  const media = navigator.mediaDevices;
  const open = media.getUserMedia.bind(media);
  media.getUserMedia = (wanted) =>
    wanted?.audio && window.held ? Promise.reject(new DOMException('in use', name)) : open(wanted);
}

test.each(['NotReadableError', 'AbortError'] as const)(
  'a microphone that another app has (%s) keeps no camera out, and comes when that app ends',
  async (name) => {
    const context = await phone(noting);
    await context.addInitScript(holding, name);
    const page = await join(context);
    await page.waitForURL('**/camera');
    await page.getByText('The camera works. No microphone: no sound is sent').waitFor();
    const [picture] = await page.evaluate(() => window.opened.map(({ id }) => id));
    await page.evaluate(() => (window.held = false));
    await page.getByText('Camera and microphone work').waitFor();
    const opened = await page.evaluate(() =>
      window.opened
        .filter(({ readyState }) => readyState === 'live')
        .map(({ id, kind }) => (kind === 'video' ? id : kind)),
    );
    expect(opened).toEqual([picture, 'audio']);
    await context.close();
  },
);

declare global {
  interface Window {
    held: boolean;
    /** What this page asked the machine for, and what it got. */
    asked: string[];
    opened: MediaStreamTrack[];
  }
}

/** Notes what is requested; a machine without its microphone is asked as `lacking` has it. */
function noting(): void {
  window.asked = [];
  window.opened = [];
  const media = navigator.mediaDevices;
  const open = media.getUserMedia.bind(media);
  media.getUserMedia = async (wanted) => {
    window.asked.push(
      Object.keys(wanted ?? {})
        .sort()
        .join(' and '),
    );
    const stream = await open(wanted);
    window.opened.push(...stream.getTracks());
    return stream;
  };
}

/** A missing microphone is said at once; a camera comes back. */
const wordOrRequest = (gone: 'audio' | 'video') =>
  gone === 'audio' ? document.body.innerText.includes('No microphone') : window.asked.length > 1;

test.each([
  ['microphone', 'audio', 'No microphone: no sound is sent'],
  ['camera', 'video', 'Camera and microphone work'],
] as const)(
  'a %s that is pulled out while filming is asked for alone: the other goes on',
  async (_what, kind, told) => {
    const context = await phone(noting);
    const page = await join(context);
    await page.waitForURL('**/camera');
    await page.getByText('Camera and microphone work').waitFor();
    if (kind === 'audio') await page.evaluate(lacking, 'audio' as const);
    await page.evaluate((gone) => {
      for (const track of window.opened.filter((one) => one.kind === gone)) {
        // A script cannot end a track as a plug does: stopping says nothing to anybody.
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    }, kind);
    await until('the page to have another', () => page.evaluate(wordOrRequest, kind));
    await page.getByText(told).waitFor();
    const state = await page.evaluate(
      (gone) => ({
        asked: window.asked,
        others: window.opened.filter((one) => one.kind !== gone).map((one) => one.readyState),
      }),
      kind,
    );
    expect(state).toEqual({
      asked: ['audio and video', ...(kind === 'video' ? ['video'] : [])],
      others: ['live'],
    });
    await context.close();
  },
);

test('of several cameras one is chosen on the camera’s page', async () => {
  const context = await phone();
  const page = await join(context);
  await page.waitForURL('**/camera');
  const id = (await cameras()).sort((a, b) => b.number - a.number)[0]?.id ?? '';
  await ok(callJson(web.url, 'POST', `/api/v1/events/cup/cameras/${id}`, { state: 'admitted' }, headers));
  await page
    .getByRole('button', { name: 'Film upright anyway' })
    .or(page.locator('.cam-controls'))
    .first()
    .waitFor();
  await page.setViewportSize({ width: 844, height: 390 });
  await page.getByRole('button', { name: 'Choose the camera' }).click();
  const list = page.getByRole('combobox', { name: 'Camera' });
  const third = await list.locator('option').nth(2).getAttribute('value');
  await list.selectOption(third);
  await until('the third camera to film', () =>
    page.evaluate(
      (chosen) =>
        [...document.querySelectorAll('video')].some(
          ({ srcObject }) =>
            srcObject instanceof MediaStream &&
            srcObject.getVideoTracks().some((track) => track.getSettings().deviceId === chosen),
        ),
      third,
    ),
  );
  await context.close();
});

test.each(['require-corp', 'credentialless'])(
  'a page with Cross-Origin-Embedder-Policy %s shows the embedded player',
  async (policy) => {
    const site: Server = createServer((_request, response) => {
      response.writeHead(200, {
        'Content-Type': 'text/html',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': policy,
      });
      response.end(
        `<!doctype html><title>A club</title><iframe src="${web.url}/iframe/live?room=cup" allow="autoplay; fullscreen" width="1280" height="600"></iframe>`,
      );
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    const page = await browser.newPage();
    await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.frameLocator('iframe').getByText('In the sun').first().waitFor();
    await page.close();
    site.close();
  },
);

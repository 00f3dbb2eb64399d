import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOwner } from '../../app/domain/accounts/owner-setup';
import type { Sql } from '../../db/connect';
import {
  barriers,
  barriersByKind,
  focusOf,
  tabTo,
  walkByTab,
} from '../support/browsers/accessibility-checks';
import { PASSWORD } from '../support/api/call';
import { fillExample } from '../support/events/example-event';
import { callJson, ok } from '../support/api/call-json';
import { until } from '../support/time/until';
import type { WebProcess } from '../support/web/web-process';
import { type ExamplePages, startExamplePages } from '../support/web/example-pages';

/**
 * With the keyboard alone and by ear: the real pages in a real Chromium, without a media server behind them.
 */
const OWNER = { email: 'ann@example.org', name: 'Ann', password: PASSWORD };
let pages: ExamplePages;
let sql: Sql;
let web: WebProcess;
let browser: Browser;
let crew: BrowserContext;
let audience: BrowserContext;
let headers: Record<string, string>;
let hostUrl: string;
let joinCode: string;

beforeAll(async () => {
  pages = await startExamplePages();
  ({ sql, web, browser, headers } = pages);
  await createOwner({ sql }, OWNER);
  for (const slug of ['before', 'live', 'ended', 'turning'])
    joinCode = await fillExample(web.url, slug, headers);
  for (const slug of ['live', 'ended']) await post(`/api/v1/events/${slug}/start`);
  await post('/api/v1/events/ended/stop');
  ({ hostUrl } = await post('/api/streams/initialize', { showId: 'coffee', hostName: 'Amina' }));
  // A frame of this shape has room for the chat next to its picture.
  const look = { viewport: { width: 1280, height: 600 }, colorScheme: 'light' } as const;
  [crew, audience] = [
    await browser.newContext({ ...look, permissions: ['camera', 'microphone'] }),
    await browser.newContext(look),
  ];
}, 600_000);
afterAll(async () => {
  await pages?.close();
});

const post = (path: string, body: unknown = {}) => ok(callJson(web.url, 'POST', path, body, headers));

const focusOn = (page: Page, stop: string) =>
  until(`the focus on ${stop}`, async () => (await focusOf(page)) === stop);

async function open(context: BrowserContext, path: string, ready: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(web.url + path);
  await page.locator(ready).first().waitFor();
  return page;
}

test('signing in works with the keyboard alone', async () => {
  const page = await open(crew, '/login', 'form');
  expect(await barriersByKind(page, 'follows')).toEqual({});
  await tabTo(page, 'textbox "E-mail address"');
  await page.keyboard.type(OWNER.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/events');
  await page.close();
});

const CHAT = '[role=log] li';
const CREW_PAGES = [
  ['/events', 'main a', 'follows'],
  ['/events/new', 'form', 'follows'],
  ['/events/live', CHAT, 'follows'],
  ['/events/live/direct', '[role=tab]', 'dark'],
  ['/events/live/chat', CHAT, 'follows'],
  ['/events/live/score', 'main button', 'follows'],
] as const;
const AUDIENCE_PAGES = [
  ['/join', 'form', 'follows'],
  ['/docs/api', 'main details', 'follows'],
  ['/watch/nobody', 'main a', 'atLoad'],
  ['/watch/before', CHAT, 'follows'],
  ['/watch/live', CHAT, 'follows'],
  ['/watch/ended', CHAT, 'follows'],
  ['/iframe/live?room=live', CHAT, 'follows'],
  ['/iframe/live?room=ended', CHAT, 'follows'],
  ['/show/coffee', 'iframe', 'follows'],
] as const;

test.each([
  ['crew', () => crew, CREW_PAGES],
  ['audience', () => audience, AUDIENCE_PAGES],
] as const)(
  'the %s’s pages have no barrier that WCAG 2.2 AA knows, in light and dark; Tab comes to each control, which shows it and has a name',
  async (_who, context, pages) => {
    const found: Record<string, unknown> = {};
    for (const [path, ready, theme] of pages) {
      const page = await open(context(), path, ready);
      const wrong = await barriersByKind(page, theme);
      if (Object.keys(wrong).length > 0) found[path] = wrong;
      await page.close();
    }
    expect(found).toEqual({});
  },
  180_000,
);

test('the host’s studio and the screen of a camera that waits are without barriers, too', async () => {
  const phone = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const studio = await open(phone, hostUrl.replace(web.url, ''), '.cam-control');
  expect(await barriersByKind(studio, 'dark')).toEqual({});
  await studio.close();
  const joined = await callJson(
    web.url,
    'POST',
    '/api/cameras/register',
    { code: joinCode, label: 'West' },
    {},
  );
  const [, name = '', value = ''] = /^([^=]+)=([^;]+)/.exec(joined.cookies[0] ?? '') ?? [];
  await phone.addCookies([{ name, value, url: web.url }]);
  const camera = await open(phone, '/camera', 'main');
  await camera.getByRole('status').first().waitFor();
  expect(await barriersByKind(camera, 'dark')).toEqual({});
  await phone.close();
});

test('the order of the watch page is that of its parts, and its focus is seen where the system forces its colours', async () => {
  const page = await open(audience, '/watch/live', CHAT);
  await page.emulateMedia({ forcedColors: 'active' });
  const { stops, unseen } = await walkByTab(page);
  expect(unseen).toEqual([]);
  expect(stops).toEqual([
    'button "Light or dark"',
    'button "Share"',
    'button "Pause"',
    'button "Sound on"',
    'button "Full screen"',
    expect.stringMatching(/^radio "Live .* behind"$/),
    'log "Messages"',
    'link "https://club.example/"',
    'button "More about the message of Fan"',
    'textbox "Choose a name to join in"',
    'button "Join in"',
  ]);
  await page.close();
});

test('by keyboard one joins the chat, writes, reports and works the player; new messages are read out, the history is not', async () => {
  const page = await audience.newPage();
  await page.addInitScript(() => {
    const said: [string, string | null][] = [];
    Object.assign(window, { said });
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (!(node instanceof Element)) continue;
        const rows = node.matches('[role=log] li') ? [node] : node.querySelectorAll('[role=log] li');
        for (const row of rows)
          said.push([row.textContent ?? '', row.closest('[role=log]')?.getAttribute('aria-live') ?? null]);
      }
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${web.url}/watch/live`);
  await page.locator(`[role=log][aria-live=polite]`).waitFor();
  await tabTo(page, 'textbox "Choose a name to join in"');
  await page.keyboard.type('Tabby');
  await page.keyboard.press('Enter');
  await focusOn(page, 'textbox "Message"');
  await page.keyboard.type('Hello by keys');
  await page.keyboard.press('Enter');
  await page.locator(CHAT, { hasText: 'Hello by keys' }).waitFor();
  await focusOn(page, 'textbox "Message"');
  const said = await page.evaluate<[string, string][]>('said');
  expect(said.map(([text, live]) => [/In the sun|Hello by keys/.exec(text)?.[0], live])).toEqual([
    ['In the sun', 'off'],
    ['Hello by keys', 'polite'],
  ]);

  await tabTo(page, 'button "Emoji"');
  await page.keyboard.press('Enter');
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await focusOn(page, 'button "Emoji"');
  await tabTo(page, 'button "More about the message of Tabby"');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await until('the menu', async () => (await focusOf(page)).startsWith('menuitem'));
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.locator('.chat-note[role=status]').filter({ hasText: /./ }).waitFor();

  await tabTo(page, 'button "Pause"');
  await page.keyboard.press('Space');
  await focusOn(page, 'button "Play"');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await focusOn(page, 'button "Sound off"');
  await page.close();
});

test('a screen reader announces that the event goes on the air and that it ends, on the watch page and in the player', async () => {
  const pages = [
    await open(audience, '/watch/turning', CHAT),
    await open(audience, '/iframe/live?room=turning', '.player-still'),
  ];
  const saying = (words: string) =>
    Promise.all(
      pages.map((page) => page.locator('[role=status]', { hasText: words }).waitFor({ state: 'attached' })),
    );
  for (const page of pages) expect(await page.locator('[role=status].visually-hidden').innerText()).toBe('');
  await post('/api/v1/events/turning/start');
  await saying('On the air');
  // There is no media server here; where there is one, the same place says that the picture comes back.
  for (const page of pages) await page.locator('.player-wait[role=status]', { hasText: 'picture' }).waitFor();
  await post('/api/v1/events/turning/stop');
  await saying('Ended');
  for (const page of pages) await page.close();
});

test.each(['before', 'ended'])(
  'in a frame that has room for the picture alone, the chat of an event that is %s opens and closes by a key',
  async (slug) => {
    const page = await audience.newPage();
    await page.setViewportSize({ width: 640, height: 360 });
    await page.goto(`${web.url}/iframe/live?room=${slug}`);
    const chat = page.locator('[role=log]');
    // It is there before it is shown, and with it the page's script.
    await chat.locator('li').first().waitFor({ state: 'attached' });
    for (const [button, shown] of [
      ['button "Chat"', true],
      ['button "Hide chat"', false],
    ] as const) {
      await tabTo(page, button);
      await page.keyboard.press('Enter');
      await until(`the chat to be ${shown}`, async () => (await chat.isVisible()) === shown);
    }
    await page.close();
  },
);

test.each([
  ['/events/before', CHAT, ['button "Add destination"', 'button "Renew codes…"']],
  ['/events/live/direct', '[role=tab]', ['button "Keyboard help"', 'button "End stream…"']],
] as const)(
  'on %s a dialog takes the focus, has no barrier, and gives the focus back',
  async (path, ready, buttons) => {
    const page = await open(crew, path, ready);
    for (const button of buttons) {
      await tabTo(page, button);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
      await dialog.waitFor();
      expect(await dialog.locator(':focus').count()).toBe(1);
      expect(await barriers(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      await focusOn(page, button);
    }
    await page.close();
  },
);

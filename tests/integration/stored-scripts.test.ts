import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiToken } from '../../app/domain/accounts/api-token';
import { createOwner } from '../../app/domain/accounts/owner-setup';
import { connect, type Sql } from '../../db/connect';
import { PASSWORD } from '../support/api/call';
import { launchBrowser } from '../support/browsers/chromium';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import { fillEvent, ROOM } from '../support/events/event-of-scripts';
import { callJson, ok } from '../support/api/call-json';
import { SCRIPTS, showsAll, watchScripts } from '../support/browsers/scripts-in-text';
import { startWeb, type WebProcess } from '../support/web/web-process';
import { lasts } from '../support/time/pace';

/**
 * Safety T15: what people type is text on every page that shows it, and nothing else. Through the real API,
 * in a real Chromium.
 */
const SLUG = 'xss';
const SHOW = 'xss-show';
const OWNER = { email: 'ann@example.org', name: 'Ann <i onclick=__x()>', password: PASSWORD };
/** A rendered audience page is cached for a second. */
const DRAWING_MS = 1_050;
/** Two in one name, of which sixty characters are the most: each is waited for on many pages. */
const PAIRS = SCRIPTS.flatMap((text, at) => (at % 2 === 0 ? [text + SCRIPTS[at + 1]] : []));
/** What comes after it is waited for by name. */
const DRAWN = { waitUntil: 'domcontentloaded' } as const;
const LONG_MS = 180_000;

let database: TestDatabase;
let sql: Sql;
let admin: Sql;
let web: WebProcess;
let browser: Browser;
let crew: BrowserContext;
let phone: BrowserContext;
let audience: BrowserContext;
/** What each browser saw that must not be. */
const deeds: string[][] = [];
/** An API token for each text, which is its name in the log. */
let tokens: string[];
let eventId: string;
let joinCode: string;

const as = (at: number) => ({ Authorization: `Bearer ${tokens[at]}` });
const api = (method: string, path: string, body: unknown, headers: Record<string, string> = as(0)) =>
  callJson(web.url, method, path, body, headers);
const each = async <T>(work: (text: string, at: number) => Promise<T>): Promise<void> => {
  for (const [at, text] of SCRIPTS.entries()) await work(text, at);
};

beforeAll(async () => {
  database = await createTestDatabase();
  [sql, admin] = [connect(database.webUrl, { max: 2 }), connect(database.adminUrl, { max: 1 })];
  tokens = [];
  for (const name of SCRIPTS) tokens.push((await createApiToken({ sql }, { name })).token);
  await createOwner({ sql }, OWNER);
  web = await startWeb(database.webUrl, { ...ROOM, PUBLIC_URL: '', ALLOW_PRIVATE_DESTINATIONS: 'true' });
  browser = await launchBrowser();
  [crew, phone, audience] = await Promise.all([open(), open(), open()]);
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await web?.close();
  await Promise.all([sql?.end(), admin?.end()]);
  await database?.drop();
});

async function open(): Promise<BrowserContext> {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  deeds.push(await watchScripts(context));
  return context;
}

async function page(context: BrowserContext, path: string): Promise<Page> {
  const opened = await context.newPage();
  await opened.goto(web.url + path, DRAWN);
  return opened;
}

test('where a rule leaves no room for it, the API says so clearly', async () => {
  const refused: string[] = [];
  const bodies = (text: string): [string, string, unknown][] => [
    ['POST', '/api/v1/events', { title: 'x', slug: text }],
    ['POST', '/api/v1/events', { title: 'x', kind: text }],
    ['POST', '/api/streams/initialize', { showId: text, hostName: 'x' }],
    ['POST', '/api/v1/events', { title: `x\u202e${text}` }],
    ['POST', '/api/v1/events', { title: `x\u0000${text}` }],
    ['GET', `/api/livekit/token?room=${encodeURIComponent(text)}`, undefined],
    ['GET', `/api/v1/events/${encodeURIComponent(text)}`, undefined],
    ['GET', `/api/chat/${encodeURIComponent(text)}`, undefined],
    ['GET', `/api/audience/${encodeURIComponent(text)}`, undefined],
  ];
  await each(async (text) => {
    for (const [method, path, body] of bodies(text)) {
      const { status, json } = await api(method, path, body);
      const clear = status >= 400 && status < 500 && json.error.code !== '' && json.error.message !== '';
      if (!clear) refused.push(`${method} ${path} ${JSON.stringify(body)}: ${status}`);
    }
  });
  expect(refused).toEqual([]);
});

test('an event full of such texts is made through the API', async () => {
  ({ eventId, joinCode } = await fillEvent({ url: web.url, slug: SLUG, tokens, admin }));
  expect(eventId).not.toBe('');
});

const verdicts = SCRIPTS.map((text) => `The server said: ${text}`);
let desk: Page;
let direct: Page;
let moderation: Page;
let scorer: Page;
let camera: Page;
let watch: Page;
let embed: Page;

test('the desk, the director’s screen and the moderator’s show it as text', async () => {
  const list = await page(crew, '/login');
  await list.getByLabel('E-mail address').fill(OWNER.email);
  await list.getByLabel('Password').fill(OWNER.password);
  await list.getByRole('button', { name: 'Sign in' }).click();
  await list.waitForURL('**/events');
  await showsAll(list, SCRIPTS);
  await list.close();

  desk = await page(crew, `/events/${SLUG}`);
  await showsAll(desk, [...SCRIPTS, ...verdicts]);
  direct = await page(crew, `/events/${SLUG}/direct`);
  await showsAll(direct, [...SCRIPTS, ...verdicts]);
  await direct.getByRole('tab', { name: 'Chat' }).click();
  await showsAll(direct, [...SCRIPTS, `by the crew ${SCRIPTS[1]}`]);
  moderation = await page(crew, `/events/${SLUG}/chat`);
  await showsAll(moderation, [...SCRIPTS, `by ${SCRIPTS[4]}`]);
});

test('the watch page and the player show the chat as text, and of links the https ones alone', async () => {
  watch = await page(audience, `/watch/${SLUG}`);
  embed = await page(audience, `/iframe/live?room=${SLUG}`);
  const link = watch.getByRole('link', { name: 'https://club.example/' });
  await link.waitFor();
  for (const where of [watch, embed, moderation]) {
    await showsAll(where, SCRIPTS);
    const links = await where
      .locator('[role=log] a, .chat a')
      .evaluateAll((found) => found.map((one) => [one.getAttribute('href'), one.getAttribute('rel')]));
    expect(links).toEqual([['https://club.example/', 'noopener nofollow ugc']]);
  }
});

test(
  'each title and camera’s name reaches every open page as text, drawn by the server or sent by the socket',
  async () => {
    const joined = await api('POST', '/api/cameras/register', { code: joinCode, label: 'Goal' }, {});
    const [, name = '', value = ''] = /^([^=]+)=([^;]+)/.exec(joined.cookies[0] ?? '') ?? [];
    await phone.addCookies([{ name, value, url: web.url }]);
    camera = await page(phone, '/camera');
    const { cameraId } = joined.json;
    await ok(api('POST', `/api/v1/events/${SLUG}/start`, {}));
    for (const [at, text] of PAIRS.entries()) {
      const title = `${text} title`;
      await ok(api('PATCH', `/api/v1/events/${SLUG}`, { title }, as(2 * at)));
      await ok(api('POST', `/api/v1/events/${SLUG}/cameras/${cameraId}`, { label: text }, as(2 * at + 1)));
      await ok(api('POST', `/api/v1/events/${SLUG}/cut`, { cameraId }, as(2 * at + 1)));
      await Promise.all([
        showsAll(desk, [title]),
        showsAll(direct, [title]),
        showsAll(moderation, [title]),
        showsAll(camera, [text]),
        showsAll(watch, [title]),
      ]);
      // Drawn by the server: one on the one page, the next on the other.
      const drawn = at % 2 === 0 ? watch : embed;
      await lasts('a rendering that was kept', DRAWING_MS);
      await drawn.reload(DRAWN);
      await showsAll(drawn, [title]);
    }
  },
  LONG_MS,
);

test(
  'the names of both sides reach the scorer’s screen, the desk, viewers and the embedded player as text',
  async () => {
    scorer = await page(crew, `/events/${SLUG}/score`);
    await showsAll(scorer, ['Who plays?']);
    for (const [at, name] of SCRIPTS.entries()) {
      const other = SCRIPTS[SCRIPTS.length - 1 - at] ?? '';
      const sides = { home: { name, short: name.slice(0, 4) }, away: { name: other } };
      await ok(api('PUT', `/api/v1/events/${SLUG}/score`, sides, as(at)));
      await ok(api('POST', `/api/v1/events/${SLUG}/score/points`, { side: 'home' }, as(at)));
      const shown = [name, other];
      await Promise.all([
        showsAll(scorer, [...shown, `by ${name}`]),
        ...[desk, watch, embed].map((where) => showsAll(where, shown)),
      ]);
    }
  },
  LONG_MS,
);

test('the log, the statistics and the page after the event show it as text', async () => {
  await ok(api('POST', `/api/v1/events/${SLUG}/stop`, {}));
  await watch.reload(DRAWN);
  await showsAll(watch, [`${PAIRS.at(-1)} title`, SCRIPTS[0], SCRIPTS[SCRIPTS.length - 1] ?? '']);
  await desk.reload(DRAWN);
  await desk.getByRole('button', { name: 'Show more' }).click();
  // The newest lines: who cut, to which camera.
  await showsAll(desk, SCRIPTS.slice(-10));
  await direct.reload(DRAWN);
  await direct.getByRole('tab', { name: 'Log' }).click();
  await showsAll(direct, SCRIPTS.slice(-10));
});

test(
  'a host’s name is text in the studio, on the show’s page and in its player',
  async () => {
    const initialize = (hostName: string) =>
      ok(api('POST', '/api/streams/initialize', { showId: SHOW, hostName }));
    const { hostUrl } = await initialize(SCRIPTS[0]);
    const studio = await page(phone, hostUrl.replace(web.url, ''));
    const show = await page(audience, `/show/${SHOW}`);
    for (const text of PAIRS) {
      await initialize(text);
      await lasts('a rendering that was kept', DRAWING_MS);
      await show.reload(DRAWN);
      await Promise.all([showsAll(studio, [text]), showsAll(show, [text])]);
    }
  },
  LONG_MS,
);

test('what stands in an address is no script either', async () => {
  const paths = ['/watch/', '/show/', '/join/', '/crew/', '/iframe/live?room=', '/login?redirectTo='];
  const tab = await audience.newPage();
  await each(async (text, at) => {
    const value = encodeURIComponent(text);
    await tab.goto(
      `${web.url}${paths[at % paths.length]}${value}&theme=${value}&lang=${value}#${value}`,
      DRAWN,
    );
  });
});

test('no dialog was opened, no script ran and no page broke its policy', () => {
  // The schemas of the desk's forms (zod) check once whether they may compile themselves, and the policy
  // refuses it.
  const asked = `policy: script-src eval  at ${web.url}/events/${SLUG}`;
  expect(deeds.flat().filter((deed) => deed !== asked)).toEqual([]);
});

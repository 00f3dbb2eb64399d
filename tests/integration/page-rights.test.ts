import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServerBuild } from '@remix-run/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventStatus } from '../../contract/vocabulary';
import { connect, type Sql } from '../../db/connect';
import { names } from '../support/api/call';
import { type FullEvent, makeFullEvent } from '../support/events/full-event';
import { CLIENTS } from '../support/rights/every-actor';
import { type Page, type PageCaller, PAGES } from '../support/rights/every-page';
import { everyRow } from '../support/rights/every-table';
import { ORIGIN, viewerTicket } from '../support/web/test-realtime';
import { type Member, ownersOfTwoTeams } from '../support/rights/two-teams';
import { createTestServices, type TestServices } from '../support/web/test-services';
import { startWeb, type WebProcess } from '../support/web/web-process';

/** What each page of a web process, as the product runs it, tells whom. Endpoints: rights-matrix.test.ts. */
const CALLERS: PageCaller[] = [
  { kind: 'nobody', own: true },
  ...Object.values(CLIENTS).flatMap((kinds) =>
    kinds.flatMap((kind) => [true, false].map((own) => ({ kind, own }))),
  ),
];
const isOwnCrew = ({ kind, own }: PageCaller) => own && CLIENTS.crew.some((role) => role === kind);
const nameOf = ({ kind, own }: PageCaller) => `${own ? '' : 'another event’s '}${kind}`;

/** What viewers may know of an event that is no draft. */
const PUBLIC = ['CANARY-title', 'CANARY-home', 'CANARY-away'];
/** What only its people may know. */
const CREW_ONLY = [
  'CANARY-camera',
  'CANARY-destination',
  'CANARY-link',
  'CANARY-file',
  'CANARY-text',
  'CANARY-fan',
  'CANARY-log',
];

let services: TestServices;
let admin: Sql;
let web: WebProcess;
let dataDir: string;
let routes: ServerBuild['routes'];
let theirs: FullEvent;
let members: Member[] = [];

beforeAll(async () => {
  services = await createTestServices();
  admin = connect(services.database.adminUrl, { max: 2 });
  dataDir = await mkdtemp(join(tmpdir(), 'touchline-pages-'));
  // Cookies are named after the installation.
  await writeFile(join(dataDir, 'instance-id'), services.instanceId);
  web = await startWeb(services.database.webUrl, { DATA_DIR: dataDir });
  const build: ServerBuild = await import(pathToFileURL(resolve('build/server/index.js')).href);
  ({ routes } = build);
  members = await ownersOfTwoTeams(services);
  theirs = await makeFullEvent(services, admin, members[1]?.token ?? '');
}, 600_000);
afterAll(async () => {
  await web?.close();
  await rm(dataDir, { recursive: true, force: true });
  await admin?.end();
  await services?.close();
});

/** An event of the first team in which everything that somebody could read has a name to search for. */
async function newEvent(page: Page, status: EventStatus): Promise<FullEvent> {
  const event = await makeFullEvent(services, admin, members[0]?.token ?? '', {
    status,
    ...(page.kind && { kind: page.kind }),
  });
  const { id } = event;
  await admin`update events set title = 'CANARY-title' where id = ${id}`;
  await admin`update cameras set label = 'CANARY-camera' where event_id = ${id}`;
  await admin`update destinations set label = 'CANARY-destination' where event_id = ${id}`;
  await admin`update crew_links set label = 'CANARY-link' where event_id = ${id}`;
  await admin`update recordings set file = 'CANARY-file' where event_id = ${id}`;
  await admin`update chat_messages set text = 'CANARY-text', name = 'CANARY-fan' where event_id = ${id}`;
  await admin`update scores set home_name = 'CANARY-home', away_name = 'CANARY-away' where event_id = ${id}`;
  await admin`update event_log set text = 'CANARY-log' where event_id = ${id}`;
  return event;
}

function credentials({ kind, own }: PageCaller, event: FullEvent): Record<string, string> {
  const from = own ? event : theirs;
  const member = members[own ? 0 : 1];
  const cookie = (name: string, value = '') => ({ Cookie: `${name}=${value}` });
  switch (kind) {
    case 'nobody':
      return {};
    case 'session':
      return cookie(names.session, member?.session);
    case 'token':
      return { Authorization: `Bearer ${member?.token}` };
    case 'phone':
      return cookie(names.device, from.device);
    case 'viewer':
      return { Authorization: `Bearer ${viewerTicket(from.id)}` };
    default:
      // Under the name that this event's own has: a cookie's name is no protection.
      return cookie(names.crew(event.slug), from.crew[kind]);
  }
}

/**
 * Straight to the process, so under another host name than the page's, as behind many a proxy.
 *
 * @returns the status, and everything that was said, in the head as well
 */
async function ask(caller: PageCaller, event: FullEvent, path: string, form?: Record<string, string>) {
  const answer = await fetch(web.url + path, {
    redirect: 'manual',
    headers: {
      ...credentials(caller, event),
      'X-Forwarded-For': `198.51.100.${CALLERS.indexOf(caller)}`,
      Origin: ORIGIN,
    },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  const said = JSON.stringify([...answer.headers]) + (await answer.text());
  return { status: answer.status, said };
}

/** The address at which a page's script asks for its data alone. */
const dataOf = (route: string, path: string) =>
  `${path}${path.includes('?') ? '&' : '?'}_data=${encodeURIComponent(route)}`;

const found = (said: string, event: FullEvent, words: readonly string[]) =>
  [...words, event.id, ...codes(event), ...Object.values(event.ids)].filter((word) => said.includes(word));

/** As it is stored, and as it is shown; a show has none. */
const codes = ({ code }: FullEvent) =>
  code === 'null' ? [] : [code, `${code.slice(0, 4)}-${code.slice(4)}`];

test('T18: every route of the build is a page in this list, or the API’s', () => {
  const api = routes['routes/api.$']?.module.loader;
  const pages = Object.values(routes)
    .filter(({ module }) => (module.loader ?? module.action) && module.loader !== api)
    .map(({ id }) => id);
  expect(pages.sort()).toEqual(Object.keys(PAGES).sort());
  const withAction = pages.filter((id) => routes[id]?.module.action);
  expect(withAction).toEqual(pages.filter((id) => PAGES[id]?.form));
});

test.each(Object.entries(PAGES))(
  'T18: %s shows a draft to its own people only, page and data alike, and changes nothing for others',
  async (route, page) => {
    const event = await newEvent(page, 'draft');
    const path = page.path(event);
    const before = await everyRow(admin);
    const got: Record<string, unknown> = {};
    const wanted: Record<string, unknown> = {};
    const shown = CALLERS.filter(({ kind, own }) => own && kind !== 'nobody' && page.shows.includes(kind));
    // Those first: nothing that was made for them may be handed on.
    for (const caller of shown) {
      const name = nameOf(caller);
      for (const at of [path, dataOf(route, path)]) {
        const { status, said } = await ask(caller, event, at);
        got[`${name} ${at}`] = [status, said.includes('CANARY-title')];
        wanted[`${name} ${at}`] = [200, true];
      }
    }
    for (const caller of CALLERS.filter((one) => !shown.includes(one))) {
      const name = nameOf(caller);
      const refused = page.refuses(caller);
      const all = [...PUBLIC, ...CREW_ONLY];
      const whole = await ask(caller, event, path);
      const data = await ask(caller, event, dataOf(route, path));
      const posted = page.form?.notBy?.some((kind) => kind === caller.kind)
        ? null
        : await ask(caller, event, path, page.form?.fields ?? { title: 'x' });
      got[name] = [
        refused === null ? whole.status < 400 : whole.status,
        // A script is told of a redirect by a header.
        refused === null ? data.status < 400 : data.status,
        posted && (page.form ? posted.status < 500 : posted.status),
        found(whole.said + data.said + (posted?.said ?? ''), event, all),
      ];
      wanted[name] = [
        refused ?? true,
        refused === 302 ? 204 : (refused ?? true),
        posted && (page.form ? true : 405),
        [],
      ];
    }
    expect(got).toEqual(wanted);
    expect(await everyRow(admin)).toEqual(before);
  },
);

const AUDIENCE = Object.entries(PAGES).filter(([, { audience }]) => audience);

test.each(AUDIENCE)(
  'T18: %s shows what viewers may know to everybody, and nothing else',
  async (route, page) => {
    const event = await newEvent(page, 'ready');
    const path = page.path(event);
    const got: Record<string, unknown> = {};
    const wanted: Record<string, unknown> = {};
    for (const caller of CALLERS) {
      // Who came by a link is known by its name, and sees it in the chat.
      const secrets = CREW_ONLY.filter((word) => word !== 'CANARY-link' || !isOwnCrew(caller));
      for (const at of [path, dataOf(route, path)]) {
        const { status, said } = await ask(caller, event, at);
        got[`${nameOf(caller)} ${at}`] = [status, said.includes('CANARY-title'), found(said, event, secrets)];
        wanted[`${nameOf(caller)} ${at}`] = [200, true, []];
      }
    }
    expect(got).toEqual(wanted);
  },
);

test('T18: an event of which another is told nothing tells its own people all of that', async () => {
  const desk = PAGES['routes/events.$slug._index'];
  if (!desk) throw new Error('There is no desk.');
  const event = await newEvent(desk, 'ready');
  const { said } = await ask({ kind: 'session', own: true }, event, desk.path(event));
  const { camera, destination, link } = event.ids;
  const told = [event.id, camera, destination, link, 'CANARY-camera', 'CANARY-destination', 'CANARY-link'];
  expect(told.filter((word) => !said.includes(word))).toEqual([]);
});

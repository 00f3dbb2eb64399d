import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { Router } from 'express';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { builtPages } from '../../app/http/page-source';
import { createWebApp } from '../../app/http/web-app';
import { ensureBuild } from '../../scripts/make/ensure-build';
import { asAdmin, call, makeEvent, makeSession, makeToken } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** The pages for the audience as the web server sends them, from the real build. */
let services: TestServices;
let server: Server;
let base: string;
let token: string;
/** Of a member of the team. */
let cookie: string;

beforeAll(async () => {
  await ensureBuild(process.cwd());
  services = await createTestServices();
  token = await makeToken(services);
  const session = await makeSession(services);
  cookie = Object.entries(session)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  const app = createWebApp({
    services,
    pages: await builtPages(resolve('build')),
    probes: Router(),
    presence: Router(),
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await makeEvent(services, token, { slug: 'cup', title: 'Cup final' });
}, 600_000);
afterAll(async () => {
  server.close();
  await services.close();
});

async function page(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(base + path, { headers });
  const html = await answer.text();
  const policy = new Map(
    (answer.headers.get('Content-Security-Policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')] as const;
    }),
  );
  return { status: answer.status, headers: answer.headers, html, policy };
}

test.each(['/watch/cup', '/show/cup', '/iframe/live?room=cup'])(
  '%s is light: no inline script, no nonce, no cookie, and may be kept for a moment',
  async (path) => {
    const { status, headers, html, policy } = await page(path);
    expect(status).toBe(200);
    expect(policy.get('script-src')).toBe("'self'");
    expect(html).not.toContain('nonce');
    const scripts = [...html.matchAll(/<script[^>]*>([^<]*)/g)];
    expect(scripts).toHaveLength(2);
    for (const [tag, inline] of scripts) {
      expect(tag).toContain(' src="/assets/');
      expect(inline).toBe('');
    }
    expect(html).not.toContain('__remix');
    expect(html).not.toMatch(/livekit|socket\.io|hls/i);
    expect(headers.get('Cache-Control')).toMatch(/^public, max-age=\d+/);
    expect(headers.get('Vary')).toContain('Accept-Language');
    expect(headers.get('Set-Cookie')).toBeNull();
    const again = await page(path, { 'If-None-Match': headers.get('ETag') ?? '' });
    expect(again.status).toBe(304);
  },
);

test('the watch page frames the platforms’ players and is framed by nobody', async () => {
  const { headers, policy } = await page('/watch/cup');
  expect(policy.get('frame-src')).toContain('https://www.youtube.com');
  expect(policy.get('frame-src')).toContain('https://player.twitch.tv');
  expect(policy.get('frame-ancestors')).toBe("'none'");
  expect(headers.get('X-Frame-Options')).toBe('DENY');
  expect(headers.get('Referrer-Policy')).toBe('strict-origin-when-cross-origin');
});

test('any site may frame the player, until the owner names some', async () => {
  await makeEvent(services, token, { slug: 'club', title: 'Club' });
  const embed = '/iframe/live?room=club';
  expect((await page(embed)).policy.get('frame-ancestors')).toBe('*');
  expect((await page(embed)).headers.get('X-Frame-Options')).toBeNull();
  const change = (embedOrigins: unknown) =>
    call(services, 'PATCH', '/api/v1/events/club', { token, body: { embedOrigins } });
  expect((await change(['https://Club.example/', 'https://*.league.example'])).status).toBe(200);
  const named = await page(`${embed}&theme=dark`);
  expect(named.policy.get('frame-ancestors')).toBe("'self' https://club.example https://*.league.example");
  for (const wrong of [
    ["https://a.example; script-src 'unsafe-inline'"],
    ['http://a.example'],
    'https://a.example',
  ])
    expect((await change(wrong)).status).toBe(400);
});

test('the language is the address’s, or else the browser’s', async () => {
  expect((await page('/watch/cup', { 'Accept-Language': 'de-CH, en;q=0.5' })).html).toContain(
    '<html lang="de"',
  );
  expect((await page('/watch/cup?lang=es', { 'Accept-Language': 'de' })).html).toContain(
    'La emisión empieza pronto',
  );
  expect((await page('/watch/cup', { 'Accept-Language': 'fr' })).html).toContain('The stream starts soon');
  const none = await page('/watch/nothing?lang=de');
  expect(none.status).toBe(404);
  expect(none.headers.get('Cache-Control')).toBe('no-store');
  expect(none.html).toContain('Hier läuft nichts');
});

test('a draft is its crew’s alone, and what they saw is kept for nobody', async () => {
  await makeEvent(services, token, { slug: 'secret', title: 'Not yet', status: 'draft' });
  expect((await page('/watch/secret')).status).toBe(404);
  const own = await page('/watch/secret', { Cookie: cookie });
  expect(own.status).toBe(200);
  expect(own.headers.get('Cache-Control')).toBe('private, no-store');
  const other = await page('/watch/secret');
  expect(other.status).toBe(404);
  expect(other.html).not.toContain('Not yet');
});

test('crew get a drawing of their own, on which they write as who they are; nobody else gets it', async () => {
  const own = await page('/watch/cup', { Cookie: cookie });
  expect(own.headers.get('Cache-Control')).toBe('private, no-store');
  expect(own.html).toContain('&quot;crewName&quot;:&quot;Ann&quot;');
  const other = await page('/watch/cup');
  expect(other.headers.get('Cache-Control')).toMatch(/^public/);
  expect(other.html).toContain('&quot;crewName&quot;:null');
});

test('a title is text wherever it stands (T15)', async () => {
  const title = `</script><img src=x onerror=alert(1)>"'><svg onload=alert(2)>{{7*7}}`;
  await makeEvent(services, token, { slug: 'xss', title });
  for (const path of ['/watch/xss', '/show/xss', '/iframe/live?room=xss']) {
    const { html } = await page(path);
    expect(html).toContain('&lt;/script&gt;&lt;img');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<svg onload');
  }
});

test.each([
  ['/watch/cup/?lang=de', '/watch/cup?lang=de'],
  ['//watch//cup', '/watch/cup'],
  ['/WATCH/cup', '/watch/cup'],
  ['/show/c%75p', '/show/cup'],
  ['/iframe/live/?room=cup', '/iframe/live?room=cup'],
])('%s leads to the one spelling of its address', async (typed, address) => {
  const answer = await fetch(base + typed, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('Location')]).toEqual([301, address]);
});

test('a slug in other letters, and a cookie that is not ours, get the rendering that is there', async () => {
  await makeEvent(services, token, { slug: 'once', title: 'Before' });
  const again = async (path: string, headers: Record<string, string> = {}) =>
    (await page(path, headers)).html.match(/Before|After/)?.[0];
  const strange = { Cookie: 'touchline-00000000-session=x' };
  await vi.waitFor(async () => {
    await asAdmin(services, (sql) => sql`update events set title = 'Before' where slug = 'once'`);
    await page('/watch/once');
    await asAdmin(services, (sql) => sql`update events set title = 'After' where slug = 'once'`);
    expect([
      await again('/watch/once'),
      await again('/watch/oNCe'),
      await again('/watch/once', strange),
    ]).toEqual(['Before', 'Before', 'Before']);
    expect(await again('/watch/once', { Cookie: cookie })).toBe('After');
  }, 20_000);
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browsers/chromium';
import { signIn } from '../support/api/sign-in';
import { startTouchline, type Touchline } from '../support/product/product';

/**
 * What pages of another origin do in the browser of an owner who is signed in (T16, T17, T25): one of another
 * site, and one of another port of the same host, to which the browser gives all cookies along.
 */
let product: Touchline;
let server: Server;
let browser: Browser;
let context: BrowserContext;
const SLUG = 'final';
const EVENT = `/api/v1/events/${SLUG}`;

beforeAll(async () => {
  product = await startTouchline();
  expect((await product.api('POST', '/api/v1/events', { title: 'Final', slug: SLUG })).status).toBe(201);
  server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Other</title>');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  browser = await launchBrowser();
  context = await browser.newContext();
  const cookies = (await signIn(product)).split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: product.baseUrl };
  });
  await context.addCookies(cookies);
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  await product?.stop();
});

const other = (host: string) => `http://${host}:${(server.address() as AddressInfo).port}`;
const ORIGINS = ['localhost', '127.0.0.1'];

async function facts() {
  const { body: event } = await product.api<{ status: string; seq: number }>('GET', EVENT);
  const { body: switches } = await product.api('GET', `${EVENT}/switches`);
  return { status: event.status, seq: event.seq, switches };
}

/** Sends a form as a script of the page would, and gives the status of the answer. */
async function sendForm(page: Page, path: string, encoding: string, field: string): Promise<number> {
  const [answer] = await Promise.all([
    page.waitForResponse(
      (response) => response.url().startsWith(product.baseUrl) && response.request().method() === 'POST',
    ),
    page.evaluate(
      ([action, enctype, name]) => {
        const form = document.createElement('form');
        Object.assign(form, { action, enctype, method: 'POST' });
        const input = document.createElement('input');
        Object.assign(input, { name, value: '"}' });
        form.append(input);
        document.body.append(form);
        form.submit();
      },
      [product.baseUrl + path, encoding, field] as const,
    ),
  ]);
  await page.waitForURL(`${product.baseUrl}/**`);
  return answer.status();
}

test.each(ORIGINS)('T16: a page of %s cuts, starts, ends, publishes and signs out nothing', async (host) => {
  const page = await context.newPage();
  const before = await facts();
  for (const path of [`${EVENT}/cut`, `${EVENT}/publish`, `${EVENT}/start`, '/logout']) {
    await page.goto(other(host));
    // With text/plain the body is JSON: {"cameraId":null,"x":"="}
    expect([path, await sendForm(page, path, 'text/plain', '{"cameraId":null,"x":"')]).toEqual([path, 403]);
    await page.goto(other(host));
    expect([path, await sendForm(page, path, 'application/x-www-form-urlencoded', 'x')]).toEqual([path, 403]);
    await page.goto(other(host));
    // The browser also keeps the answer from the page.
    const kept = await page.evaluate(
      (url) =>
        fetch(url, {
          method: 'POST',
          mode: 'no-cors',
          credentials: 'include',
          body: '{"cameraId":null}',
        }).then(
          () => false,
          () => true,
        ),
      product.baseUrl + path,
    );
    expect([path, kept]).toEqual([path, true]);
  }
  expect(await facts()).toEqual(before);
  // Still signed in, and so the cookies were good all the time.
  await page.goto(`${product.baseUrl}/events/${SLUG}`);
  expect(new URL(page.url()).pathname).toBe(`/events/${SLUG}`);
  await page.close();
});

test.each(ORIGINS)('T16: a page of %s makes nobody the director of an event of its own', async (host) => {
  const visitor = await browser.newContext();
  const page = await visitor.newPage();
  const { body: link } = await product.api<{ url: string }>('POST', `${EVENT}/crew-links`, {
    role: 'director',
    label: 'Trap',
  });
  const { pathname } = new URL(link.url);
  await page.goto(other(host));
  await page.evaluate((url) => void (location.href = url), product.baseUrl + pathname);
  if (host === 'localhost') {
    await page.getByRole('heading', { name: 'Open the screen of an event?' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect((await visitor.cookies(product.baseUrl)).filter(({ name }) => /crew/.test(name))).toEqual([]);
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  // The same host is no other site: it could set cookies as well.
  await page.waitForURL(`**/events/${SLUG}/direct`);
  await visitor.close();
});

test.each(ORIGINS)(
  'T17, T25: a page of %s opens no socket, and shows no page of the crew in a frame',
  async (host) => {
    const page = await context.newPage();
    await page.goto(other(host));
    const socket = await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const tried = new WebSocket(url);
          tried.onopen = () => resolve('open');
          tried.onerror = () => resolve('refused');
        }),
      `${product.baseUrl.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
    );
    expect(socket).toBe('refused');
    await page.evaluate((src) => {
      const frame = document.createElement('iframe');
      frame.src = src;
      document.body.append(frame);
      return new Promise((loaded) => (frame.onload = loaded)).then(() => undefined);
    }, `${product.baseUrl}/events/${SLUG}/direct`);
    const frame = page.frames().find((each) => each !== page.mainFrame());
    expect(frame?.url()).not.toContain('/direct');
    await page.close();
  },
);

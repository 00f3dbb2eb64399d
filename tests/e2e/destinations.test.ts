import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browsers/chromium';
import { freePort } from '../../supervisor/ports';
import { type NginxRtmp, startNginxRtmp } from '../support/stations/rtmp-nginx';
import { signIn } from '../support/api/sign-in';
import { startTouchline, type Touchline } from '../support/product/product';
import { until } from '../support/time/until';

/**
 * What people press about destinations, in a real browser on the whole product, against a real streaming
 * server.
 */
let product: Touchline;
let nginx: NginxRtmp;
let folder: string;
let browser: Browser;
let page: Page;
const EVENT = '/api/v1/events/cup';

interface Destination {
  id: string;
  label: string;
  status: string;
  verdict: string | null;
  secrets: string[];
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchline-desk-'));
  product = await startTouchline();
  nginx = await startNginxRtmp({ dir: folder, accepts: (key) => key.startsWith('right') });
  browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const cookies = (await signIn(product)).split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: product.baseUrl };
  });
  await context.addCookies(cookies);
  page = await context.newPage();
  await product.api('POST', '/api/v1/events', { title: 'Cup', slug: 'cup' });
  await product.api('PATCH', EVENT, { encoding: { height: 360, fps: 30 } });
});
afterAll(async () => {
  await browser.close();
  await nginx.stop();
  await product.stop();
  await rm(folder, { recursive: true, force: true });
});

const add = async (body: object) =>
  (await product.api<Destination>('POST', `${EVENT}/destinations`, body)).body.id;
const read = async (id: string) =>
  (await product.api<Destination>('GET', `${EVENT}/destinations/${id}`)).body;
const row = (label: string) => page.locator('#destinations li', { hasText: label });
const dialog = () => page.locator('dialog[open]');
const press = (name: string, within = dialog()) => within.getByRole('button', { name, exact: true }).click();
const more = async (label: string, item: string) => {
  await row(label).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};

test('on the desk a connection is tried, what it found is mended, and a stored secret is taken away', async () => {
  const url = nginx.url;
  await add({
    plugin: 'custom-rtmp',
    label: 'Club',
    settings: { url },
    streamKey: 'wrong-key-0815',
    enabled: false,
  });
  const tube = await add({
    ...{ plugin: 'youtube', label: 'Tube', enabled: false, streamKey: 'abcd-efgh-ijkl' },
    settings: { videoId: 'dQw4w9WgXcQ' },
    secrets: { apiKey: 'AIza-long-enough-1234', clientSecret: 'another-secret-5678' },
  });
  await page.goto(`${product.baseUrl}/events/cup`);
  await more('Club', 'Test connection…');
  await press('Connect only');
  await dialog().getByText('It does not work').waitFor({ timeout: 15_000 });
  await press('Replace key');
  await dialog().getByLabel('Stream key').fill('right-key-4711');
  await press('Keep key');
  await row('Club').getByText('4711').waitFor();
  await more('Club', 'Test connection…');
  await press('Send pictures');
  await dialog()
    .getByText(/Sending pictures: \d+ of 10 seconds/)
    .waitFor({ timeout: 15_000 });
  await dialog().getByText('It works').waitFor({ timeout: 20_000 });
  await press('Close');
  expect(await row('Club').innerText()).toContain('Tested');

  await more('Tube', 'Settings…');
  await dialog().getByText('•••• 1234').waitFor();
  expect(await dialog().innerHTML()).not.toContain('AIza');
  await dialog().locator('.field', { hasText: 'API key' }).getByRole('button', { name: 'Remove' }).click();
  await press('Keep settings');
  await until('the API key to be gone', async () => (await read(tube)).secrets.join() === 'clientSecret');
});

test('the director presses what the verdict proposes, and it is done', async () => {
  const nobody = `rtmp://127.0.0.1:${await freePort()}/live`;
  const league = await add({
    ...{ plugin: 'custom-rtmp', label: 'League', streamKey: 'right-league' },
    settings: { url: nobody, backupUrl: nginx.url },
  });
  const hall = await add({
    plugin: 'custom-rtmp',
    label: 'Hall',
    settings: { url: nginx.url },
    streamKey: 'wrong-0000',
  });
  await product.api('POST', `${EVENT}/start`);
  await page.goto(`${product.baseUrl}/events/cup/direct`);
  const card = (label: string) => page.locator('.output-card', { hasText: label });
  // Automatically after three failures, or by the button before that.
  await until(
    'the League to be live at its second server',
    async () => (await read(league)).status === 'live',
    {
      timeoutMs: 30_000,
    },
  );
  const offered = (name: string) => card('League').getByRole('button', { name, exact: true });
  // Nothing listens at the first one; after three tries it would go back to the second automatically, and the
  // button is the other one.
  await until(
    'the second server to be chosen',
    async () => {
      if (await offered('Use first server').isVisible())
        await offered('Use first server').click({ timeout: 1_000 });
      await offered('Use backup server').click({ timeout: 2_000 });
      return true;
    },
    { timeoutMs: 40_000 },
  );
  await until('it to be live at its second server, as wanted', async () => {
    const { status, verdict } = await read(league);
    return status === 'live' && verdict === null;
  });

  await press('Replace key', card('Hall'));
  await dialog().getByLabel('Stream key').fill('right-hall');
  await press('Keep key');
  await until('the Hall to be live', async () => (await read(hall)).status === 'live');
});

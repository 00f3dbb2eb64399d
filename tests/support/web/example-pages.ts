import type { Browser, LaunchOptions, Page } from 'playwright';
import { createApiToken } from '../../../app/domain/accounts/api-token';
import { connect, type Sql } from '../../../db/connect';
import { callJson, type JsonAnswer, ok } from '../api/call-json';
import { launchBrowser } from '../browsers/chromium';
import { createTestDatabase } from '../database/test-database';
import { startWeb, type WebProcess } from './web-process';

/** The real pages in a real Chromium, with a database of their own and without a media server behind them. */
export interface ExamplePages {
  web: WebProcess;
  sql: Sql;
  browser: Browser;
  /** Of a token of the first team. */
  headers: Record<string, string>;
  /** Calls the API about an event; throws unless it succeeds. */
  ask(slug: string, method: string, path: string, body?: unknown): Promise<JsonAnswer['json']>;
  close(): Promise<void>;
}

export async function startExamplePages(launch: LaunchOptions = {}): Promise<ExamplePages> {
  const database = await createTestDatabase();
  const sql = connect(database.webUrl, { max: 2 });
  const headers = { Authorization: `Bearer ${(await createApiToken({ sql }, { name: 'tests' })).token}` };
  const web = await startWeb(database.webUrl, { PUBLIC_URL: '', ALLOW_PRIVATE_DESTINATIONS: 'true' });
  const browser = await launchBrowser(launch);
  return {
    ...{ web, sql, browser, headers },
    ask: (slug, method, path, body) =>
      ok(callJson(web.url, method, `/api/v1/events/${slug}${path}`, body, headers)),
    async close() {
      await browser.close();
      await web.close();
      await sql.end();
      await database.drop();
    },
  };
}

/** A screen of the crew at 1280 × 720, by a link of its own, with a tab at its side open. */
export async function openDirector(
  { ask, browser }: ExamplePages,
  slug: string,
  by: { role: string; label: string; tab: string },
): Promise<Page> {
  const { url } = await ask(slug, 'POST', '/crew-links', { role: by.role, label: by.label });
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
  await page.goto(url);
  await page.waitForURL(`**/events/${slug}/direct`);
  await page.getByRole('tab', { name: by.tab }).click();
  return page;
}

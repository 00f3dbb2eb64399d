import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import { startDevelopmentWeb, startWeb, type WebProcess } from '../support/web/web-process';

/** The gallery of states: whole in development, and not there in production. */
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

async function withWeb(start: Promise<WebProcess>, look: (url: string) => Promise<void>): Promise<void> {
  const web = await start;
  try {
    await look(web.url);
  } finally {
    await web.close();
  }
}

/** The addresses in its frames. */
const framesOf = (html: string) =>
  [...html.matchAll(/<iframe src="([^"]+)"/g)].map(([, address = '']) => address);

test('npm run dev shows every state of the gallery, each in its theme', { timeout: 300_000 }, async () => {
  await withWeb(startDevelopmentWeb(database.webUrl), async (url) => {
    const gallery = await fetch(`${url}/gallery`);
    expect(gallery.status).toBe(200);
    const frames = framesOf(await gallery.text());
    expect(new Set(frames).size).toBe(frames.length);
    expect(frames.length).toBeGreaterThan(150);
    for (const frame of frames) {
      const answer = await fetch(url + frame);
      const html = await answer.text();
      expect(answer.status, frame).toBe(200);
      expect(answer.headers.get('x-frame-options'), frame).toBe('SAMEORIGIN');
      expect(html, frame).toContain(`data-theme="${new URL(frame, url).searchParams.get('theme')}"`);
      // Rendered, by the state that is meant, and without a script that would ask a server for more.
      expect(/class="gallery-state">(.{40})/s.exec(html)?.[1], frame).not.toMatch(/^$|There is no state/);
      expect(html, frame).not.toContain('That did not work');
      expect(html, frame).not.toContain('type="module"');
    }
  });
});

test('a production start has no gallery, neither a page nor a script', async () => {
  await withWeb(startWeb(database.webUrl), async (url) => {
    for (const path of ['/gallery', '/gallery/parts/chips', '/gallery/director/live?theme=dark'])
      expect((await fetch(url + path)).status, path).toBe(404);
    expect((await fetch(`${url}/login`)).headers.get('x-frame-options')).toBe('DENY');
    const files = await readdir('build/client/assets');
    expect(files.filter((file) => /gallery/.test(file))).toEqual([]);
  });
});

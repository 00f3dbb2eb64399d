import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { bytesBeforePicture, clientBytes, sizeOfFiles } from '../../bench/audience/page-bytes';
import { ensureBuild } from '../../scripts/make/ensure-build';

/**
 * What a viewer loads before the first picture, in the real build (design §11). Runs with the integration
 * tests.
 */
const CLIENT_DIR = resolve('build/client');
/** Over livekit-client alone, which every page with a WebRTC player needs. */
const SCRIPT_RATIO = 1.1;
/** Of both style sheets, compressed: 8.1 kB when this was set. */
const STYLES_GZIP_BYTES = 9_000;

beforeAll(async () => void (await ensureBuild(process.cwd())), 600_000);

test.each(['watch', 'embed'] as const)(
  'before its first picture the %s page loads little more script than the media client',
  async (page) => {
    const loaded = await bytesBeforePicture(CLIENT_DIR, page);
    const client = await clientBytes();
    expect(loaded.gzip / client.gzip).toBeLessThanOrEqual(SCRIPT_RATIO);
    expect(loaded.raw / client.raw).toBeLessThanOrEqual(SCRIPT_RATIO);
  },
);

test.each(['routes/watch.$slug', 'routes/iframe.live', 'routes/show.$showId'])(
  'the styles of %s are small',
  async (route) => {
    const { gzip } = await sizeOfFiles((await stylesOf(route)).map((href) => join(CLIENT_DIR, href)));
    expect(gzip).toBeGreaterThan(0);
    expect(gzip).toBeLessThanOrEqual(STYLES_GZIP_BYTES);
  },
);

/** Schemas are 20 KB more, and ask once whether they may compile themselves, which the policy refuses. */
test.each(['routes/watch.$slug', 'routes/iframe.live', 'routes/show.$showId'])(
  'no script of %s, early or late, comes with schemas',
  async (route) => {
    const scripts = await scriptsOf(route);
    expect(scripts.size).toBeGreaterThan(3);
    expect([...scripts].filter(([, text]) => text.includes('_zod')).map(([name]) => name)).toEqual([]);
  },
);

/** Every script that a route can load, by its name. */
async function scriptsOf(route: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const next = [await moduleOf(route)];
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (found.has(name)) continue;
    const text = await readFile(join(CLIENT_DIR, 'assets', name), 'utf8');
    found.set(name, text);
    for (const [, other = ''] of text.matchAll(/["'`](?:\.\/|\/?assets\/)([\w.-]+\.js)["'`]/g))
      next.push(other);
  }
  return found;
}

/** What Remix links for a route: its own styles and those of the root. */
async function stylesOf(route: string): Promise<string[]> {
  const routes = await manifest();
  return ['root', route].flatMap((id) => routes[id]?.css ?? []);
}

async function moduleOf(route: string): Promise<string> {
  return basename((await manifest())[route]?.module ?? '');
}

async function manifest(): Promise<Record<string, { css: string[]; module: string }>> {
  const assets = join(CLIENT_DIR, 'assets');
  const [file = ''] = (await readdir(assets)).filter((name) => /^manifest-\w+\.js$/.test(name));
  const script = await readFile(join(assets, file), 'utf8');
  const shape = z.object({ css: z.array(z.string()), module: z.string() });
  return z
    .object({ routes: z.record(z.string(), shape) })
    .parse(JSON.parse(script.slice(script.indexOf('{'), script.lastIndexOf('}') + 1))).routes;
}

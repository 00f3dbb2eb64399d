import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
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

/** What Remix links for a route: its own styles and those of the root. */
async function stylesOf(route: string): Promise<string[]> {
  const assets = join(CLIENT_DIR, 'assets');
  const [file = ''] = (await readdir(assets)).filter((name) => /^manifest-\w+\.js$/.test(name));
  const script = await readFile(join(assets, file), 'utf8');
  const { routes } = z
    .object({ routes: z.record(z.string(), z.object({ css: z.array(z.string()) })) })
    .parse(JSON.parse(script.slice(script.indexOf('{'), script.lastIndexOf('}') + 1)));
  return ['root', route].flatMap((id) => routes[id]?.css ?? []);
}

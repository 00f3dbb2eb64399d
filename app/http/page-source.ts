import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServerBuild } from '@remix-run/node';
import express, { type RequestHandler } from 'express';
import sirv from 'sirv';
import { type AudienceAssets, readAudienceAssets } from '../audience/assets.server';

/** Names of built files hold a hash of their content, so a browser never has to ask for one again. */
const YEAR_S = 31_536_000;
const HOUR_S = 3_600;

/** Where pages and their files come from: the build, or Vite's development server (scripts/dev/web.ts). */
export interface PageSource {
  mode: 'production' | 'development';
  /** Remix's server build; in development a function, so that each request gets the sources as they are. */
  build: ServerBuild | (() => Promise<ServerBuild>);
  audience: AudienceAssets;
  /** Answers for scripts, styles and pictures. */
  files: RequestHandler[];
}

/** Files of a built folder, which is build/client but in tests. */
export function builtFiles(clientDir: string): RequestHandler[] {
  const assets = express.Router();
  // Compressed once, by the build.
  assets.use(
    '/assets',
    sirv(join(clientDir, 'assets'), { brotli: true, gzip: true, immutable: true, maxAge: YEAR_S }),
  );
  // A built file that is not there is an old page's; answering it with a page would only confuse its browser.
  assets.use('/assets', (_request, response) => void response.status(404).end());
  return [assets, express.static(clientDir, { maxAge: HOUR_S * 1000, index: false, redirect: false })];
}

/** The pages as `npm run build` left them in `buildDir`. @throws where the build is missing */
export async function builtPages(buildDir: string): Promise<PageSource> {
  const clientDir = join(buildDir, 'client');
  const build: ServerBuild = await import(
    /* @vite-ignore */ pathToFileURL(join(buildDir, 'server/index.js')).href
  );
  return {
    mode: 'production',
    build,
    audience: await readAudienceAssets(clientDir),
    files: builtFiles(clientDir),
  };
}

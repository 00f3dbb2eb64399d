import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../../../scripts/make/ensure-build';
import { freePort } from '../../../supervisor/ports';
import { ORIGIN } from './test-realtime';
import { until } from '../time/until';

const ROOT = new URL('../../../', import.meta.url).pathname;
/** The key of SECRETS in test-realtime.ts: a test signs viewers' tickets itself. */
const SECRETS_KEY = '07'.repeat(32);

export interface WebProcess {
  url: string;
  pid(): number;
  kill(): Promise<void>;
  /** Again, after it was killed: on the same port, with the same data. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/**
 * One web process as the product runs it, from the real build, on a test's database and without an edge or a
 * LiveKit: its memory and its event loop are its alone. `settings` is more of its environment. Every client
 * is a trusted proxy, so that a test chooses its address by X-Forwarded-For.
 */
export async function startWeb(
  databaseUrl: string,
  settings: Record<string, string> = {},
): Promise<WebProcess> {
  await ensureBuild(ROOT);
  return startProcess(BUILT, databaseUrl, settings);
}

/** The web process of `npm run dev`, from the sources: Vite brings the pages. */
export const startDevelopmentWeb = (databaseUrl: string): Promise<WebProcess> =>
  startProcess(DEVELOPMENT, databaseUrl, {});

const BUILT = ['--enable-source-maps', 'build/server/server.js'];
const DEVELOPMENT = ['--import', 'tsx', 'scripts/dev/web.ts'];

async function startProcess(
  command: string[],
  databaseUrl: string,
  settings: Record<string, string>,
): Promise<WebProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'touchline-web-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  const web: WebProcess = {
    url,
    pid: () => child?.pid ?? 0,
    async kill() {
      const ending = child;
      child = null;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      const gone = once(ending, 'exit');
      ending.kill('SIGKILL');
      await gone;
    },
    async start() {
      const started = spawn(process.execPath, command, {
        cwd: ROOT,
        // It ends with its parent, by the channel that closes.
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        env: {
          PATH: process.env.PATH,
          NODE_ENV: command === BUILT ? 'production' : 'development',
          WEB_PORT: String(port),
          // As if the edge listened where it does itself: a browser may come straight in.
          PORT: String(port),
          WEB_DATABASE_URL: databaseUrl,
          PUBLIC_URL: ORIGIN,
          TRUSTED_PROXIES: '127.0.0.1',
          DATA_DIR: dataDir,
          SECRETS_KEY,
          LIVEKIT_URL: 'ws://127.0.0.1:1',
          LIVEKIT_API_KEY: 'key',
          LIVEKIT_API_SECRET: 's'.repeat(40),
          ...settings,
        },
      });
      child = started;
      await until(
        'the web process to answer',
        async () => {
          if (started.exitCode !== null) throw new Error(`The web process ended with ${started.exitCode}.`);
          return (await fetch(`${url}/healthz`)).ok;
        },
        { timeoutMs: command === BUILT ? 30_000 : 120_000, everyMs: 20 },
      );
    },
    async close() {
      await web.kill();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  await web.start();
  return web;
}

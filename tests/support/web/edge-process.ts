import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../supervisor/ports';

const ROOT = new URL('../../../', import.meta.url).pathname;

/**
 * The edge of the real build before web processes, as a process of its own. Its caller is a trusted
 * proxy, so that a test says by X-Forwarded-For from where it comes.
 */
export async function startEdge(web: readonly string[]): Promise<{ url: string; close(): Promise<void> }> {
  const port = await freePort();
  const dataDir = await mkdtemp(join(tmpdir(), 'touchline-edge-'));
  const child = spawn(process.execPath, ['--enable-source-maps', 'build/main/edge.js'], {
    cwd: ROOT,
    // It ends with its parent, by the channel that closes.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: '127.0.0.1',
      HTTPS_PORT: '0',
      DATA_DIR: dataDir,
      TRUSTED_PROXIES: '127.0.0.1',
      EDGE_WEB: web.join(','),
    },
  });
  // Its first message says that it is ready.
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The edge ended.')));
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      child.kill('SIGKILL');
      await ended.catch(() => undefined);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

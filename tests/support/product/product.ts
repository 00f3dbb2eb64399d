import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { urlHost } from '../../../core/address';
import { freePort } from '../../../supervisor/ports';
import { descendants, isAlive, type Process } from './processes';
import { until } from '../time/until';

const ROOT = new URL('../../../', import.meta.url).pathname;

export interface Touchline {
  baseUrl: string;
  httpsUrl: string;
  dataDir: string;
  /** API token of the default team. */
  token: string;
  env: NodeJS.ProcessEnv;
  supervisorPid: number;
  /** Everything the supervisor printed. */
  output(): string;
  /** Our own processes whose command line holds `part`. */
  processes(part: string): Process[];
  /** Calls the control API. */
  api<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  stop(): Promise<void>;
}

/** Where the product lies and runs: this checkout, unless a test says otherwise. */
export interface Place {
  root: string;
  /** The program of Node. */
  node: string;
}

/**
 * The whole product as `npm start` brings it up, on free ports, with a data directory of its own.
 *
 * @param args what would stand after `npm start --`
 */
export async function startTouchline(
  settings: Record<string, string> = {},
  args: readonly string[] = [],
  { root = ROOT, node = process.execPath }: Partial<Place> = {},
): Promise<Touchline> {
  const own = settings.DATA_DIR ? null : await mkdtemp(join(tmpdir(), 'touchline-e2e-'));
  const dataDir = settings.DATA_DIR ?? own ?? '';
  const host = urlHost((settings.HOST ?? '127.0.0.1').replace(/^\[|\]$/g, ''));
  const [port, httpsPort] = [await freePort(), await freePort()];
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(port),
    HTTPS_PORT: String(httpsPort),
    DATA_DIR: dataDir,
    ALLOW_PRIVATE_DESTINATIONS: 'true',
    LAN_ADDRESS: '127.0.0.1',
    TOUCHLINE_NO_BROWSER: '1',
    ...settings,
  };
  const child = spawn(node, ['scripts/start.mjs', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const baseUrl = `http://${host}:${port}`;
  try {
    await until(
      'the product to be ready',
      async () => child.exitCode !== null || (await fetch(`${baseUrl}/readyz`)).ok,
      { timeoutMs: 240_000, everyMs: 200 },
    );
    if (child.exitCode !== null) throw new Error('npm start ended.');
    const token = await runAdmin(env, 'create-token', '--name', 'tests');
    return {
      baseUrl,
      httpsUrl: `https://127.0.0.1:${httpsPort}`,
      dataDir,
      token,
      env,
      supervisorPid: child.pid ?? 0,
      output: () => output,
      processes: (part) => descendants(child.pid ?? 0).filter(({ command }) => command.includes(part)),
      api: (method, path, body) => callApi(baseUrl, token, method, path, body),
      stop: () => stop(child, own),
    };
  } catch (error) {
    await stop(child, own);
    throw new Error(`The product did not start:\n${output}`, { cause: error });
  }
}

/** What a command of `npm run admin` prints. */
export async function runAdmin(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, ['scripts/admin.mjs', ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`admin ${args.join(' ')} ended with ${code}: ${errors || output}`);
  return output.trim();
}

async function callApi<T>(base: string, token: string, method: string, path: string, body?: unknown) {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : null) as T };
}

/** Ends the product by the supervisor's id, as Ctrl-C does, and fails if a child outlives it. */
async function stop(child: ChildProcess, dataDir: string | null): Promise<void> {
  const pid = child.pid ?? 0;
  const family = descendants(pid);
  if (child.exitCode === null) {
    child.kill('SIGTERM');
    await until('the product to stop', () => child.exitCode !== null || child.signalCode !== null, {
      timeoutMs: 30_000,
    });
  }
  const left = await until('all children to end', () => family.every((process) => !isAlive(process.pid)), {
    timeoutMs: 10_000,
  }).then(
    () => [],
    () => family.filter((process) => isAlive(process.pid)),
  );
  for (const process_ of left) process.kill(process_.pid, 'SIGKILL');
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
  if (left.length > 0)
    throw new Error(`Outlived the supervisor: ${left.map(({ command }) => command).join(' | ')}`);
}

export async function logOf(touchline: Touchline, name: string): Promise<string> {
  return readFile(join(touchline.dataDir, 'logs', `${name}.log`), 'utf8').catch(() => '');
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../../supervisor/ports';
import { until } from '../time/until';
import { WebDriverSession } from './webdriver';
import type { WebKitPage } from './webkit-page';

const START_MS = 30_000;
/** No cookies and no storage: stricter than Safari for a frame of another site. */
const NOTHING_KEPT = [
  '--cookies-policy=never',
  '--enable-html5-local-storage=false',
  '--enable-html5-database=false',
];

/**
 * WebKitGTK on a virtual screen, over its WebDriver.
 * @throws when it does not answer within half a minute
 */
export async function openWebKitGtk(driverPath: string, keeps: boolean): Promise<WebKitPage> {
  const dir = await mkdtemp(join(tmpdir(), 'touchline-webkit-'));
  const children: ChildProcess[] = [];
  let session: WebDriverSession | null = null;
  const close = async () => {
    await session?.close().catch(() => undefined);
    for (const child of children.reverse()) await ended(child);
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const { child: screen, display } = await startScreen();
    children.push(screen);
    const port = await freePort();
    const env = { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11' };
    children.push(spawn(driverPath, [`--port=${port}`], { env, stdio: 'ignore' }));
    const url = `http://127.0.0.1:${port}`;
    await until('the driver of WebKit', async () => (await fetch(`${url}/status`)).ok, {
      timeoutMs: START_MS,
    });
    const args = ['--autoplay-policy=allow', ...(keeps ? [] : NOTHING_KEPT)];
    session = await WebDriverSession.open(url, {
      'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation', ...args] },
    });
    const page = pageOf(session);
    const errors: string[] = [];
    return {
      ...page,
      async goto(address) {
        children.push(openConsoleWindow(address, args, { ...env, HOME: dir }, errors));
        await page.goto(address);
      },
      errors,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startScreen(): Promise<{ child: ChildProcess; display: string }> {
  const child = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await once(child, 'spawn');
    const lines = createInterface({ input: child.stdout });
    const [number] = await once(lines, 'line', { signal: AbortSignal.timeout(START_MS) });
    return { child, display: `:${String(number)}` };
  } catch (error) {
    await ended(child);
    throw error;
  }
}

/**
 * A second window on the same page, for its console: a window under a driver is a private one, which does not
 * log its console. It starts with an empty profile in the given home.
 */
function openConsoleWindow(
  address: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  errors: string[],
): ChildProcess {
  const talking = ['--enable-write-console-messages-to-stdout=true', ...args, address];
  const child = spawn(miniBrowser(), talking, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (/: CONSOLE (\w+ )?ERROR /.test(line)) errors.push(line);
    });
  }
  return child;
}

/**
 * WebKitGTK's own small browser: /usr/lib/ARCH/webkit2gtk-4.1/MiniBrowser on Debian, in /usr/libexec
 * elsewhere.
 */
function miniBrowser(): string {
  const roots = ['/usr/libexec', ...readdirSync('/usr/lib').map((name) => join('/usr/lib', name))];
  const found = roots
    .flatMap((root) => ['webkit2gtk-4.1', 'webkitgtk-6.0'].map((name) => join(root, name, 'MiniBrowser')))
    .find((path) => existsSync(path));
  if (!found) throw new Error('WebKitWebDriver is installed without WebKitGTK’s MiniBrowser.');
  return found;
}

function pageOf(session: WebDriverSession): Omit<WebKitPage, 'errors' | 'close'> {
  const evaluate = async <A, R>(work: (arg: A) => R, arg: A) => {
    const code = `JSON.stringify(await (${work.toString()})(${JSON.stringify(arg)})) ?? 'null'`;
    // What the function gave, by the way of JSON.
    return JSON.parse(await session.evaluate(code)) as R;
  };
  return {
    goto: (url) => session.goto(url),
    evaluate,
    async evaluateInFrame(work, arg) {
      await session.frame(0);
      try {
        return await evaluate(work, arg);
      } finally {
        await session.frame(null);
      }
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { installedProgram } from '../../../setup/find-program';
import { BidiSession } from './bidi';

/** FIREFOX_PATH names it (`npm test` finds and sets it), else what is installed; null where there is none. */
export const FIREFOX = await installedProgram('firefox-esr');

/**
 * As Firefox is before it has fetched its plug-in for H.264: WebRTC without that codec. It asks for nothing
 * outside.
 */
const PREFERENCES = {
  'media.gmp-gmpopenh264.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'media.autoplay.default': 0,
  // LiveKit is on this machine.
  'media.peerconnection.ice.loopback': true,
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.safebrowsing.provider.mozilla.updateURL': '',
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'http://127.0.0.1:9/v1',
  'toolkit.telemetry.enabled': false,
};
const START_MS = 60_000;

/**
 * A page of a stock Firefox, over WebDriver BiDi (Playwright speaks a later one than an extended-support
 * Firefox knows).
 */
export interface FirefoxPage {
  goto(url: string): Promise<void>;
  /** Runs a function of the page's world with one argument, both of which can be written as JSON. */
  evaluate<A, R>(work: (arg: A) => R, arg: A): Promise<R>;
  close(): Promise<void>;
}

/** Starts Firefox without a window. @throws when it does not speak within a minute */
export async function openFirefox(executable: string): Promise<FirefoxPage> {
  const profile = await mkdtemp(join(tmpdir(), 'touchline-firefox-'));
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'];
  const child = spawn(executable, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
  });
  let session: BidiSession | null = null;
  const close = async () => {
    await session?.close();
    await ended(child);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    session = await BidiSession.open(`${await address(child)}/session`);
    return { ...(await firstPage(session)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** `ws://127.0.0.1:PORT`, as Firefox says it. */
function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('Firefox did not say where it listens.')), START_MS);
    child.once('exit', (code) => reject(new Error(`Firefox ended with ${code}.`)));
    child.once('error', reject);
    if (!child.stderr) return;
    createInterface({ input: child.stderr }).on('line', (line) => {
      const [, url] = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(line) ?? [];
      if (url === undefined) return;
      clearTimeout(limit);
      resolve(url);
    });
  });
}

const Tree = z.object({ contexts: z.array(z.object({ context: z.string() })) });
const Evaluated = z.discriminatedUnion('type', [
  z.object({ type: z.literal('success'), result: z.object({ value: z.string().optional() }) }),
  z.object({ type: z.literal('exception'), exceptionDetails: z.object({ text: z.string() }) }),
]);

async function firstPage(session: BidiSession): Promise<Omit<FirefoxPage, 'close'>> {
  const { contexts } = Tree.parse(await session.send('browsingContext.getTree', {}));
  const [{ context } = { context: '' }] = contexts;
  return {
    async goto(url) {
      await session.send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async evaluate<A, R>(work: (arg: A) => R, arg: A) {
      const expression = `(async () => JSON.stringify(await (${work.toString()})(${JSON.stringify(arg)})) ?? 'null')()`;
      const target = { context };
      const answer = await session.send('script.evaluate', { expression, target, awaitPromise: true });
      const evaluated = Evaluated.parse(answer);
      if (evaluated.type === 'exception') throw new Error(evaluated.exceptionDetails.text);
      // The function's result, as JSON.
      return JSON.parse(evaluated.result.value ?? 'null') as R;
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

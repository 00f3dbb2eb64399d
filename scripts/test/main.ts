import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Environment } from '../../app/config/settings-error';
import { ensureBuild } from '../make/ensure-build';
import { findBrowser } from '../../setup/find-browser';
import { findFfmpeg } from '../../setup/find-ffmpeg';
import { findFirefox } from '../../setup/find-firefox';
import { findLiveKit } from '../../setup/find-livekit';
import { findWebKit } from '../../setup/find-webkit';
import { runStatic, runSuite, STATIC, type StaticName, type SuiteName, SUITES } from './checks';
import { endAll } from './run';
import { sum, type Tally } from './tally';

const isStatic = (name: string): name is StaticName => name in STATIC;
const isSuite = (name: string): name is SuiteName => name in SUITES;

/**
 * `npm test`: all checks, or those named (`npm test -- types unit`); other words pick test files, as Vitest
 * does.
 */
async function main(words: string[]): Promise<Tally> {
  const names = words.filter((word) => isStatic(word) || isSuite(word));
  const chosen = new Set<string>(names);
  const wanted = (name: string) => chosen.size === 0 || chosen.has(name);
  const suites = Object.keys(SUITES).filter(isSuite).filter(wanted);
  const env = await prepare(suites);
  // Each of these keeps one core busy. Suites follow one by one: each of them already fills the machine's two
  // cores in part.
  const statics = Object.keys(STATIC).filter(isStatic).filter(wanted);
  const tallies: Tally[] = await Promise.all(statics.map((name) => runStatic(name, env)));
  const filters = words.filter((word) => !isStatic(word) && !isSuite(word));
  for (const name of suites) tallies.push(await runSuite(name, filters, env));
  return sum(tallies);
}

/** Finds or installs what the wanted tests run against, and tells them where it is. */
async function prepare(suites: SuiteName[]): Promise<Environment> {
  const env: Record<string, string | undefined> = {
    ...process.env,
    FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
  };
  mkdirSync('.cache', { recursive: true });
  if (suites.includes('integration') || suites.includes('e2e')) {
    env.FFMPEG_PATH = (await findFfmpeg()).path;
    const cacheDir = resolve(process.env.TOUCHLINE_CACHE_DIR ?? '.cache');
    env.TOUCHLINE_LIVEKIT_BINARY = (await findLiveKit({ cacheDir })).path;
    await ensureBuild(process.cwd());
    // The eyes of some integration tests look at a real browser's page, too.
    env.CHROMIUM_PATH = await findBrowser();
  }
  if (suites.includes('e2e')) {
    const firefox = await findFirefox();
    if ('path' in firefox) env.FIREFOX_PATH = firefox.path;
    else console.log(`The test in Firefox is left out: ${firefox.missing}.`);
    const webkit = await findWebKit();
    if ('path' in webkit) env.WEBKIT_PATH = webkit.path;
    else console.log(`The tests in WebKit are left out: ${webkit.missing}.`);
  }
  return env;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    endAll();
    process.exit(130);
  });
}

main(process.argv.slice(2)).then(
  ({ passed, failed, faults, unsteady }) => {
    if (unsteady.length > 0) console.log(`\nFailed at first, passed alone:\n${unsteady.join('\n')}`);
    if (faults.length > 0) console.log(`\nFailed:\n${faults.join('\n')}`);
    console.log(`\n${passed} passed, ${failed} failed`);
    process.exit(failed === 0 && passed > 0 ? 0 : 1);
  },
  (error: unknown) => {
    endAll();
    console.error(error instanceof Error ? error.message : error);
    console.log('\n0 passed, 1 failed');
    process.exit(1);
  },
);

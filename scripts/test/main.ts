import { mkdirSync } from 'node:fs';
import type { Environment } from '../../core/settings';
import { ensureBuild } from '../make/ensure-build';
import { linkPrograms, setUpPrograms } from '../../setup/set-up-programs';
import { endAll, runStatic, runSuite, STATIC, type StaticName, type SuiteName, SUITES } from './checks';
import { NOTHING, sum, type Tally } from './tally';

const isStatic = (name: string): name is StaticName => name in STATIC;
const isSuite = (name: string): name is SuiteName => name in SUITES;

/**
 * `npm test`: all checks, or the named ones (`npm test -- types unit`); other words select test files, as in
 * Vitest.
 */
async function main(words: string[]): Promise<Tally> {
  const names = words.filter((word) => isStatic(word) || isSuite(word));
  const chosen = new Set<string>(names);
  const wanted = (name: string) => chosen.size === 0 || chosen.has(name);
  const suites = Object.keys(SUITES).filter(isSuite).filter(wanted);
  // Each of these keeps one core busy, while installing waits for the network and a build uses one core.
  // Suites run one after the other: each already fills two cores in part.
  const statics = Object.keys(STATIC).filter(isStatic).filter(wanted);
  mkdirSync('.cache', { recursive: true });
  const checked = Promise.all(statics.map((name) => runStatic(name, process.env)));
  const { env, missing } = await prepare(suites);
  const tallies: Tally[] = await checked;
  const filters = words.filter((word) => !isStatic(word) && !isSuite(word));
  for (const name of suites) tallies.push(await runSuite(name, filters, env));
  if (words.length === 0 || (process.env.CI && process.env.CI !== 'false'))
    tallies.push({ ...NOTHING, failed: missing.length, failures: missing });
  return sum(tallies);
}

/**
 * Finds or installs the programs of the wanted tests, and gives the tests a PATH of these only. A missing one
 * is reported at once; it counts as failed in a full run and in CI.
 */
async function prepare(suites: SuiteName[]): Promise<{ env: Environment; missing: string[] }> {
  const { settings, missing } = await setUpPrograms(suites);
  for (const sentence of missing) console.log(sentence);
  if (suites.includes('integration') || suites.includes('e2e')) await ensureBuild(process.cwd());
  const env = {
    ...process.env,
    ...settings,
    PATH: await linkPrograms(['unit', 'integration', 'e2e'], settings),
    FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
  };
  return { env, missing };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    endAll();
    process.exit(130);
  });
}

main(process.argv.slice(2)).then(
  ({ passed, failed, failures, unsteady, leftOut }) => {
    if (leftOut.length > 0) console.log(`\nLeft out:\n${leftOut.join('\n')}`);
    if (unsteady.length > 0) console.log(`\nFailed at first, passed alone:\n${unsteady.join('\n')}`);
    if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`);
    console.log(`\nSecond tries that passed: ${unsteady.length}`);
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed === 0 && passed > 0 ? 0 : 1);
  },
  (error: unknown) => {
    endAll();
    console.error(error instanceof Error ? error.message : error);
    console.log('\n0 passed, 1 failed');
    process.exit(1);
  },
);

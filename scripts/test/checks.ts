import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../app/config/faults';
import { runTool } from './run';
import { type Tally, tallyOf } from './tally';

const STATIC_MS = 10 * 60_000;

/** Checks that read the sources only. Each counts as one. */
export const STATIC = {
  format: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  lint: ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'],
  types: [
    'node_modules/typescript/bin/tsc',
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    '.cache/types.tsbuildinfo',
  ],
} as const;

/** Kinds of Vitest tests with the time that each may take. */
export const SUITES = { unit: 10 * 60_000, integration: 20 * 60_000, e2e: 45 * 60_000 } as const;

export type StaticName = keyof typeof STATIC;
export type SuiteName = keyof typeof SUITES;

export async function runStatic(name: StaticName, env: Environment): Promise<Tally> {
  const startedAt = Date.now();
  const { code, output } = await runTool([...STATIC[name]], { env, timeoutMs: STATIC_MS, live: false });
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(output.trim());
  return code === 0
    ? { passed: 1, failed: 0, faults: [] }
    : { passed: 0, failed: 1, faults: [`${name}: see above`] };
}

export async function runSuite(name: SuiteName, filters: string[], env: Environment): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'touchline-report-'));
  const file = join(folder, 'report.json');
  try {
    console.log(`\n${name}`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', name, ...reporters, ...filters];
    const { code } = await runTool(args, { env, timeoutMs: SUITES[name], live: true });
    const report: unknown = await readFile(file, 'utf8').then(JSON.parse, () => null);
    return tallyOf(report, code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../core/settings';
import { type Attempt, NOTHING, settled, type Tally, tallyOf } from './tally';

const running = new Set<ChildProcess>();

export interface Outcome {
  code: number | null;
  output: string;
}

/**
 * Runs one tool in a process group of its own, and kills what is left of the group after it: a browser or a
 * server that a failed test forgot must not stay.
 */
function runTool(
  args: string[],
  options: { env: Environment; timeoutMs: number; live: boolean },
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      env: { NODE_ENV: 'test', ...options.env },
      stdio: ['ignore', options.live ? 'inherit' : 'pipe', options.live ? 'inherit' : 'pipe'],
      detached: true,
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    const timer = setTimeout(() => {
      output += `\nStopped after ${options.timeoutMs / 60_000} minutes.`;
      endGroup(child);
    }, options.timeoutMs);
    const done = (code: number | null) => {
      clearTimeout(timer);
      running.delete(child);
      endGroup(child);
      resolve({ code, output });
    };
    child.once('error', () => done(null));
    child.once('exit', (code) => done(code));
  });
}

const folders = new Set<string>();

/** For Ctrl-C: kills everything that was started here, and removes what it wrote. */
export function endAll(): void {
  for (const child of running) endGroup(child);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has no process left.
  }
}

const STATIC_MS = 10 * 60_000;
/** When more files fail, the cause is common to them. */
const MAX_SECOND_TRIES = 3;

/** Checks that only read the sources. Each counts as one. */
export const STATIC = {
  format: [
    'node_modules/prettier/bin/prettier.cjs',
    '--check',
    '--cache',
    '--cache-location',
    '.cache/prettier',
    '--log-level',
    'warn',
    '.',
  ],
  lint: [
    'node_modules/eslint/bin/eslint.js',
    '--max-warnings',
    '0',
    '--cache',
    '--cache-strategy',
    'content',
    '--cache-location',
    '.cache/eslint',
    '.',
  ],
  types: [
    'node_modules/typescript/bin/tsc',
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    '.cache/types.tsbuildinfo',
  ],
  // Unused exports, and unused packages.
  exports: ['node_modules/knip/bin/knip.js', '--no-progress'],
} as const;

/** Kinds of Vitest tests with their time limits. */
export const SUITES = { unit: 10 * 60_000, integration: 20 * 60_000, e2e: 45 * 60_000 } as const;

export type StaticName = keyof typeof STATIC;
export type SuiteName = keyof typeof SUITES;

export async function runStatic(name: StaticName, env: Environment): Promise<Tally> {
  const startedAt = performance.now();
  const { code, output } = await runTool([...STATIC[name]], { env, timeoutMs: STATIC_MS, live: false });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(output.trim());
  return code === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1, failures: [`${name}: see above`] };
}

/**
 * Up to MAX_SECOND_TRIES failed files run once more, alone, and both results are printed
 * (docs/decisions/0028-second-tries-are-counted.md). Unit tests have no neighbour or clock to blame.
 */
export async function runSuite(name: SuiteName, filters: string[], env: Environment): Promise<Tally> {
  const first = await attempt(name, filters, env);
  const files = first.failedFiles.map(({ path }) => path);
  if (name === 'unit' || files.length === 0 || files.length > MAX_SECOND_TRIES) return first;
  return settled(first, await attempt(name, files, env));
}

async function attempt(name: SuiteName, filters: string[], env: Environment): Promise<Attempt> {
  // All folders of the tests lie in it, so that none stays. Servers that run as users of their own pass
  // through; the name is short, because paths of sockets are.
  const folder = await mkdtemp(join(tmpdir(), 'tl-'));
  folders.add(folder);
  const file = join(folder, 'report.json');
  try {
    await chmod(folder, 0o711);
    console.log(`\n${name}`);
    const reporters = ['default', './scripts/test/json-reporter.ts'].map((name) => `--reporter=${name}`);
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', name, ...reporters];
    args.push(`--outputFile.json=${file}`, ...filters);
    const { code } = await runTool(args, {
      env: { ...env, TMPDIR: folder },
      timeoutMs: SUITES[name],
      live: true,
    });
    const report: unknown = await readFile(file, 'utf8').then(JSON.parse, () => null);
    return tallyOf(report, code);
  } finally {
    // A small disk of a test that was killed is still mounted there.
    await rm(folder, { recursive: true, force: true }).catch((error: Error) => console.log(error.message));
    folders.delete(folder);
  }
}

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NOTHING, settled, sum, tallyOf } from './tally';

interface FakeFile {
  name?: string;
  status: string;
  message?: string;
  tests: number;
  failures?: string[];
}

const report = (numPassedTests: number, numFailedTests: number, files: FakeFile[]) => ({
  numPassedTests,
  numFailedTests,
  testResults: files.map(
    ({ name = '/clone/tests/unit/a.test.ts', status, message, tests, failures = [] }) => ({
      name,
      status,
      message,
      assertionResults: [
        ...Array.from({ length: tests - failures.length }, () => ({ status: 'passed', fullName: 'fine' })),
        ...failures.map((text) => ({ status: 'failed', fullName: 'cuts', failureMessages: [text] })),
      ],
    }),
  ),
});

it('counts tests, and a file that broke before its first test as one failure', () => {
  const good = { passed: 5, failed: 0, failures: [], unsteady: [], leftOut: [], failedFiles: [], errors: [] };
  expect(tallyOf(report(5, 0, [{ status: 'passed', tests: 5 }]), 0)).toEqual(good);
  const broken = [
    { status: 'failed', tests: 3, failures: ['expected 1 to be 2\n    at here'] },
    { name: '/clone/tests/unit/b.test.ts', status: 'failed', message: 'no such module', tests: 0 },
  ];
  expect(tallyOf(report(2, 1, broken), 1)).toEqual({
    passed: 2,
    failed: 2,
    failures: ['unit/a.test.ts: cuts\n  expected 1 to be 2', 'unit/b.test.ts: no such module'],
    unsteady: [],
    leftOut: [],
    errors: [],
    failedFiles: [
      { path: '/clone/tests/unit/a.test.ts', passed: 2, failed: 1 },
      { path: '/clone/tests/unit/b.test.ts', passed: 0, failed: 1 },
    ],
  });
});

it('lets nothing pass that is not known to have passed', () => {
  const failed = {
    failed: 1,
    failures: [expect.stringMatching(/./)],
    unsteady: [],
    leftOut: [],
    failedFiles: [],
    errors: [],
  };
  expect(tallyOf(null, 0)).toEqual({ passed: 0, ...failed });
  expect(tallyOf({ some: 'thing' }, 0)).toEqual({ passed: 0, ...failed });
  expect(tallyOf(report(0, 0, []), 0)).toEqual({ passed: 0, ...failed });
  expect(tallyOf(report(5, 0, []), 1)).toEqual({ passed: 5, ...failed });
  expect(tallyOf(report(5, 0, []), null)).toEqual({ passed: 5, ...failed });
});

it('tells a second try apart: what passed alone, and what failed again', () => {
  const a = { status: 'failed', tests: 3, failures: ['expected 1 to be 2'] };
  const b = { name: '/clone/tests/unit/b.test.ts', status: 'failed', message: 'no such module', tests: 0 };
  const good = { name: '/clone/tests/unit/c.test.ts', status: 'passed', tests: 4 };
  const first = tallyOf(report(6, 1, [a, b, good]), 1);
  const better = tallyOf(report(3, 1, [{ ...a, status: 'passed', failures: [] }, b]), 1);
  expect(settled(first, better)).toEqual({
    passed: 7,
    failed: 1,
    failures: ['unit/b.test.ts: no such module'],
    unsteady: ['unit/a.test.ts: cuts\n  expected 1 to be 2'],
    leftOut: [],
  });
  const same = tallyOf(report(2, 1, [{ ...a, failures: ['expected 3 to be 2'] }, b]), 1);
  expect(settled(first, same)).toMatchObject({ passed: 6, failed: 2, unsteady: [] });
  const broken = tallyOf(null, 1);
  expect(settled(first, broken)).toEqual(first);
});

it('names file, test and message of an error that belongs to no test, and takes no second try for an answer', () => {
  const unhandledErrors = [
    { message: 'Error: read ECONNRESET\n    at here', file: '/clone/tests/e2e/a.test.ts', test: 'cuts' },
    { message: 'Error: no database' },
  ];
  const errors = [
    'e2e/a.test.ts: unhandled error, after the beginning of "cuts"\n  Error: read ECONNRESET',
    'outside of the test files: unhandled error\n  Error: no database',
  ];
  const alone = tallyOf({ ...report(5, 0, [{ status: 'passed', tests: 5 }]), unhandledErrors }, 1);
  expect(alone).toEqual({
    passed: 5,
    failed: 2,
    failures: errors,
    unsteady: [],
    leftOut: [],
    failedFiles: [],
    errors,
  });

  const failing = { status: 'failed', tests: 3, failures: ['expected 1 to be 2'] };
  const first = tallyOf({ ...report(2, 1, [failing]), unhandledErrors }, 1);
  const again = tallyOf(report(3, 0, [{ status: 'passed', tests: 3 }]), 0);
  expect(settled(first, again)).toEqual({
    passed: 3,
    failed: 2,
    failures: errors,
    unsteady: ['unit/a.test.ts: cuts\n  expected 1 to be 2'],
    leftOut: [],
  });
});

it('is given by Vitest what belongs to no test: lost promises, hooks that break, and what did not run', () => {
  mkdirSync('.cache', { recursive: true });
  const root = mkdtempSync(join(process.cwd(), '.cache', 'tally-'));
  try {
    writeFileSync(join(root, 'vitest.config.js'), 'export default {};');
    const write = (name: string, code: string) =>
      writeFileSync(
        join(root, name),
        `import { afterAll, beforeAll, describe, test } from 'vitest'; const fail = (why) => { throw new Error(why); }; ${code}`,
      );
    write(
      'lost.test.js',
      `test('forgets a promise', () => {
         setTimeout(() => Promise.reject(new Error('read ECONNRESET')));
         return new Promise((end) => setTimeout(end, 100));
       });`,
    );
    write('hook.test.js', `beforeAll(() => fail('no nginx')); test('asks nginx', () => {});`);
    write(
      'suite.test.js',
      `describe('an output', () => { beforeAll(() => fail('no disk')); test('writes', () => {}); });
       test('reads', () => {});`,
    );
    write('slow.test.js', `test('waits', () => new Promise(() => {}), 50);`);
    write('after.test.js', `afterAll(() => fail('outlived')); test('starts', () => {});`);
    const reporter = join(import.meta.dirname, 'json-reporter.ts');
    const outputFile = join(root, 'report.json');
    const args = ['run', '--root', root, `--reporter=${reporter}`, `--outputFile.json=${outputFile}`];
    const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args]);
    const tally = tallyOf(JSON.parse(readFileSync(outputFile, 'utf8')), status);
    const said = (lines: string[]) => lines.map((line) => line.replace(/^\S*\//, '')).sort();
    expect(said(tally.failures)).toEqual([
      'after.test.js: outlived',
      'hook.test.js: no nginx',
      'lost.test.js: unhandled error, after the beginning of "forgets a promise"\n  Error: read ECONNRESET',
      'slow.test.js: waits\n  Error: Test timed out in 50ms.',
      'suite.test.js: an output\n  Error: no disk',
    ]);
    expect(said(tally.leftOut)).toEqual(['hook.test.js: asks nginx', 'suite.test.js: an output writes']);
    expect(tally).toMatchObject({ passed: 3, failed: 5 });
    expect(said(tally.failedFiles.map(({ path }) => path))).toEqual([
      'after.test.js',
      'hook.test.js',
      'slow.test.js',
      'suite.test.js',
    ]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}, 60_000);

it('adds up', () => {
  expect(
    sum([
      { ...NOTHING, passed: 1, unsteady: ['b'] },
      { ...NOTHING, passed: 2, failed: 3, failures: ['a'], leftOut: ['c'] },
    ]),
  ).toEqual({ passed: 3, failed: 3, failures: ['a'], unsteady: ['b'], leftOut: ['c'] });
  expect(sum([])).toEqual(NOTHING);
});

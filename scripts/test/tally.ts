import { relative } from 'node:path';
import { z } from 'zod';

export interface Tally {
  passed: number;
  failed: number;
  /** What failed, a line or two each, for the end of a long output. */
  faults: string[];
  /** What failed beside its neighbours and passed alone, likewise. */
  unsteady: string[];
  /** Tests that did not run, a line each. */
  leftOut: string[];
}

export const NOTHING: Tally = { passed: 0, failed: 0, faults: [], unsteady: [], leftOut: [] };

/** What one run of Vitest left. */
export interface Attempt extends Tally {
  /** Files with a failure, and how many of their tests passed and failed. */
  failedFiles: { path: string; passed: number; failed: number }[];
  /** Errors outside of any test, a line or two each. They are among the faults and have no second try. */
  errors: string[];
}

const Assertion = z.object({
  status: z.string(),
  fullName: z.string(),
  failureMessages: z.array(z.string()).nullish(),
});

/**
 * An error that nobody caught, with the file that ran and the test that began last there, as far as Vitest
 * knows.
 */
const UnhandledError = z.object({
  message: z.string(),
  file: z.string().optional(),
  test: z.string().optional(),
});

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(Assertion),
    }),
  ),
  unhandledErrors: z.array(UnhandledError).default([]),
  /** Of the hooks of a suite within a file. */
  suiteErrors: z.array(z.object({ file: z.string(), suite: z.string(), message: z.string() })).default([]),
});
type Report = z.infer<typeof Report>;
type FileReport = Report['testResults'][number];

/**
 * Counts the report of json-reporter.ts. Beside failed tests each of these counts as one failure: an error of
 * a file or of a suite's hooks, an error outside of any test, a run that ended badly and says not why, that
 * left no report, or in which nothing ran.
 */
export function tallyOf(report: unknown, exitCode: number | null): Attempt {
  const parsed = Report.safeParse(report);
  if (!parsed.success) return failure(0, 'No report of the tests was left.');
  const { numPassedTests: passed, testResults, unhandledErrors } = parsed.data;
  const files = testResults.map((file) => resultOf(file, parsed.data));
  const failedFiles = files.filter((file) => file.failed > 0).map(({ faults: _, ...counts }) => counts);
  const errors = unhandledErrors.map(describeError);
  const failed = failedFiles.reduce((total, file) => total + file.failed, errors.length);
  const faults = [...files.flatMap((file) => file.faults), ...errors];
  if (failed > 0 || (exitCode === 0 && passed > 0))
    return {
      ...NOTHING,
      passed,
      failed,
      faults,
      leftOut: testResults.flatMap(leftOutOf),
      failedFiles,
      errors,
    };
  return failure(passed, passed === 0 ? 'No test ran.' : `The run ended with ${exitCode}.`);
}

function failure(passed: number, fault: string): Attempt {
  return { ...NOTHING, passed, failed: 1, faults: [fault], failedFiles: [], errors: [] };
}

/** A file's counts, and its failures in words. */
function resultOf({ name, status, message = '', assertionResults }: FileReport, { suiteErrors }: Report) {
  const file = shortName(name);
  const faults = [
    ...(message === '' ? [] : [`${file}: ${firstLine(message)}`]),
    ...suiteErrors
      .filter((error) => error.file === name)
      .map((error) => `${file}: ${error.suite}\n  ${firstLine(error.message)}`),
    ...assertionResults
      .filter((assertion) => assertion.status === 'failed')
      .map(({ fullName, failureMessages }) => `${file}: ${fullName}\n  ${firstLine(failureMessages?.[0])}`),
  ];
  if (status === 'failed' && faults.length === 0) faults.push(`${file}: failed, and does not say why`);
  const passed = assertionResults.filter((assertion) => assertion.status === 'passed').length;
  return { path: name, passed, failed: faults.length, faults };
}

/** What is true after the failed files of `first` ran once more, alone. */
export function settled(first: Attempt, again: Attempt): Tally {
  // It came to no result of its own.
  if (again.failed > 0 && again.failedFiles.length === 0) return first;
  const of = (key: 'passed' | 'failed') => first.failedFiles.reduce((total, file) => total + file[key], 0);
  return {
    passed: first.passed - of('passed') + again.passed,
    failed: first.failed - of('failed') + again.failed,
    faults: [...first.errors, ...again.faults],
    leftOut: [
      ...first.leftOut.filter(
        (test) => !first.failedFiles.some(({ path }) => test.startsWith(shortName(path))),
      ),
      ...again.leftOut,
    ],
    unsteady: first.faults.filter(
      (fault) =>
        !first.errors.includes(fault) && !again.faults.some((other) => firstLine(other) === firstLine(fault)),
    ),
  };
}

function describeError({ message, file, test }: z.infer<typeof UnhandledError>): string {
  const where = file === undefined ? 'outside of the test files' : shortName(file);
  return `${where}: unhandled error${test === undefined ? '' : `, after the beginning of "${test}"`}\n  ${firstLine(message)}`;
}

function leftOutOf({ name, assertionResults }: FileReport): string[] {
  return assertionResults
    .filter(({ status }) => !['passed', 'failed'].includes(status))
    .map(({ fullName }) => `${shortName(name)}: ${fullName}`);
}

const shortName = (path: string): string =>
  path.includes('/tests/') ? path.replace(/^.*\/tests\//, '') : relative(process.cwd(), path);

const firstLine = (text = ''): string => text.split('\n')[0] ?? '';

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, tally) => total + tally.passed, 0),
    failed: tallies.reduce((total, tally) => total + tally.failed, 0),
    faults: tallies.flatMap(({ faults }) => faults),
    unsteady: tallies.flatMap(({ unsteady }) => unsteady),
    leftOut: tallies.flatMap(({ leftOut }) => leftOut),
  };
}

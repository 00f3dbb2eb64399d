import { relative } from 'node:path';
import { z } from 'zod';

export interface Tally {
  passed: number;
  failed: number;
  /** Failures, a line or two each, for the end of a long output. */
  failures: string[];
  /** Failures that passed alone afterwards, likewise. */
  unsteady: string[];
  /** Skipped tests, a line each. */
  leftOut: string[];
}

export const NOTHING: Tally = { passed: 0, failed: 0, failures: [], unsteady: [], leftOut: [] };

/** The result of one run of Vitest. */
export interface Attempt extends Tally {
  /** Files with a failure, and how many of their tests passed and failed. */
  failedFiles: { path: string; passed: number; failed: number }[];
  /** Errors outside of any test, a line or two each. They are among the failures and have no second try. */
  errors: string[];
}

const Assertion = z.object({
  status: z.string(),
  fullName: z.string(),
  failureMessages: z.array(z.string()).nullish(),
});

/** An uncaught error, with the file that ran and the test that began last in it, as far as Vitest knows. */
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
 * Counts the report of json-reporter.ts. In addition to failed tests each of these is one failure: an error
 * of a file or of a suite's hooks, an error outside of any test, a run that failed without a reason, that
 * left no report, or in which nothing ran.
 */
export function tallyOf(report: unknown, exitCode: number | null): Attempt {
  const parsed = Report.safeParse(report);
  if (!parsed.success) return failure(0, 'No report of the tests was left.');
  const { numPassedTests: passed, testResults, unhandledErrors } = parsed.data;
  const files = testResults.map((file) => resultOf(file, parsed.data));
  const failedFiles = files.filter((file) => file.failed > 0).map(({ failures: _, ...counts }) => counts);
  const errors = unhandledErrors.map(describeError);
  const failed = failedFiles.reduce((total, file) => total + file.failed, errors.length);
  const failures = [...files.flatMap((file) => file.failures), ...errors];
  if (failed > 0 || (exitCode === 0 && passed > 0))
    return {
      ...NOTHING,
      passed,
      failed,
      failures,
      leftOut: testResults.flatMap(leftOutOf),
      failedFiles,
      errors,
    };
  return failure(passed, passed === 0 ? 'No test ran.' : `The run ended with ${exitCode}.`);
}

function failure(passed: number, reason: string): Attempt {
  return { ...NOTHING, passed, failed: 1, failures: [reason], failedFiles: [], errors: [] };
}

/** A file's counts, and its failures as text. */
function resultOf({ name, status, message = '', assertionResults }: FileReport, { suiteErrors }: Report) {
  const file = shortName(name);
  const failures = [
    ...(message === '' ? [] : [`${file}: ${firstLine(message)}`]),
    ...suiteErrors
      .filter((error) => error.file === name)
      .map((error) => `${file}: ${error.suite}\n  ${firstLine(error.message)}`),
    ...assertionResults
      .filter((assertion) => assertion.status === 'failed')
      .map(({ fullName, failureMessages }) => `${file}: ${fullName}\n  ${firstLine(failureMessages?.[0])}`),
  ];
  if (status === 'failed' && failures.length === 0) failures.push(`${file}: failed, and does not say why`);
  const passed = assertionResults.filter((assertion) => assertion.status === 'passed').length;
  return { path: name, passed, failed: failures.length, failures };
}

/** The result after the failed files of `first` ran once more, alone. */
export function settled(first: Attempt, again: Attempt): Tally {
  // The second run has no result of its own.
  if (again.failed > 0 && again.failedFiles.length === 0) return first;
  const of = (key: 'passed' | 'failed') => first.failedFiles.reduce((total, file) => total + file[key], 0);
  return {
    passed: first.passed - of('passed') + again.passed,
    failed: first.failed - of('failed') + again.failed,
    failures: [...first.errors, ...again.failures],
    leftOut: [
      ...first.leftOut.filter(
        (test) => !first.failedFiles.some(({ path }) => test.startsWith(shortName(path))),
      ),
      ...again.leftOut,
    ],
    unsteady: first.failures.filter(
      (failure) =>
        !first.errors.includes(failure) &&
        !again.failures.some((other) => firstLine(other) === firstLine(failure)),
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
    failures: tallies.flatMap(({ failures }) => failures),
    unsteady: tallies.flatMap(({ unsteady }) => unsteady),
    leftOut: tallies.flatMap(({ leftOut }) => leftOut),
  };
}

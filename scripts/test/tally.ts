import { relative } from 'node:path';
import { z } from 'zod';

export interface Tally {
  passed: number;
  failed: number;
  /** What failed, a line or two each, for the end of a long output. */
  faults: string[];
  /** What failed beside its neighbours and passed alone, likewise. */
  unsteady: string[];
}

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
});
type FileReport = z.infer<typeof Report>['testResults'][number];

/**
 * Counts the report of json-reporter.ts. A file that failed before its first test counts as one failure, and
 * so does an error outside of any test, a run that ended badly and says not why, that left no report, or in
 * which nothing ran.
 */
export function tallyOf(report: unknown, exitCode: number | null): Attempt {
  const parsed = Report.safeParse(report);
  if (!parsed.success) return failure(0, 'No report of the tests was left.');
  const { numPassedTests: passed, testResults, unhandledErrors } = parsed.data;
  const failedFiles = testResults.map(countsOf).filter((file) => file.failed > 0);
  const errors = unhandledErrors.map(describeError);
  const failed = failedFiles.reduce((total, file) => total + file.failed, errors.length);
  const faults = [...testResults.flatMap(faultsOf), ...errors];
  if (failed > 0 || (exitCode === 0 && passed > 0))
    return { passed, failed, faults, unsteady: [], failedFiles, errors };
  return failure(passed, passed === 0 ? 'No test ran.' : `The run ended with ${exitCode}.`);
}

function failure(passed: number, fault: string): Attempt {
  return { passed, failed: 1, faults: [fault], unsteady: [], failedFiles: [], errors: [] };
}

function countsOf({ name, status, assertionResults }: FileReport): Attempt['failedFiles'][number] {
  const count = (wanted: string) =>
    assertionResults.filter((assertion) => assertion.status === wanted).length;
  const broken = status === 'failed' && assertionResults.length === 0;
  return { path: name, passed: count('passed'), failed: broken ? 1 : count('failed') };
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

function faultsOf({ name, status, message, assertionResults }: FileReport): string[] {
  const file = shortName(name);
  if (status === 'failed' && assertionResults.length === 0) return [`${file}: ${firstLine(message)}`];
  return assertionResults
    .filter((assertion) => assertion.status === 'failed')
    .map(({ fullName, failureMessages }) => `${file}: ${fullName}\n  ${firstLine(failureMessages?.[0])}`);
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
  };
}

import { z } from 'zod';

export interface Tally {
  passed: number;
  failed: number;
  /** What failed, a line or two each, for the end of a long output. */
  faults: string[];
}

const Assertion = z.object({
  status: z.string(),
  fullName: z.string(),
  failureMessages: z.array(z.string()).nullish(),
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
});
type FileReport = z.infer<typeof Report>['testResults'][number];

/**
 * Counts a Vitest JSON report. A file that failed before its first test counts as one failure, and so does a run that
 * ended badly without naming a failed test (an unhandled rejection), that left no report, or in which nothing ran.
 */
export function tallyOf(report: unknown, exitCode: number | null): Tally {
  const parsed = Report.safeParse(report);
  if (!parsed.success) return { passed: 0, failed: 1, faults: ['No report of the tests was left.'] };
  const { numPassedTests: passed, numFailedTests, testResults } = parsed.data;
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = numFailedTests + broken.length;
  const faults = testResults.flatMap(faultsOf);
  if (failed > 0 || (exitCode === 0 && passed > 0)) return { passed, failed, faults };
  return { passed, failed: 1, faults: [passed === 0 ? 'No test ran.' : `The run ended with ${exitCode}.`] };
}

function faultsOf({ name, status, message, assertionResults }: FileReport): string[] {
  const file = name.split('/tests/').at(-1) ?? name;
  if (status === 'failed' && assertionResults.length === 0) return [`${file}: ${firstLine(message)}`];
  return assertionResults
    .filter((assertion) => assertion.status === 'failed')
    .map(({ fullName, failureMessages }) => `${file}: ${fullName}\n  ${firstLine(failureMessages?.[0])}`);
}

const firstLine = (text = ''): string => text.split('\n')[0] ?? '';

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, tally) => total + tally.passed, 0),
    failed: tallies.reduce((total, tally) => total + tally.failed, 0),
    faults: tallies.flatMap(({ faults }) => faults),
  };
}

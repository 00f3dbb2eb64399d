import { expect, it } from 'vitest';
import { sum, tallyOf } from './tally';

const report = (
  numPassedTests: number,
  numFailedTests: number,
  files: { status: string; tests: number }[],
) => ({
  numPassedTests,
  numFailedTests,
  testResults: files.map(({ status, tests }) => ({
    status,
    assertionResults: Array.from({ length: tests }),
  })),
});

it('counts tests, and a file that broke before its first test as one failure', () => {
  expect(tallyOf(report(5, 0, [{ status: 'passed', tests: 5 }]), 0)).toEqual({ passed: 5, failed: 0 });
  const broken = [
    { status: 'failed', tests: 3 },
    { status: 'failed', tests: 0 },
  ];
  expect(tallyOf(report(2, 1, broken), 1)).toEqual({ passed: 2, failed: 2 });
});

it('lets nothing pass that is not known to have passed', () => {
  expect(tallyOf(null, 0)).toEqual({ passed: 0, failed: 1 });
  expect(tallyOf({ some: 'thing' }, 0)).toEqual({ passed: 0, failed: 1 });
  expect(tallyOf(report(0, 0, []), 0)).toEqual({ passed: 0, failed: 1 });
  expect(tallyOf(report(5, 0, []), 1)).toEqual({ passed: 5, failed: 1 });
  expect(tallyOf(report(5, 0, []), null)).toEqual({ passed: 5, failed: 1 });
});

it('adds up', () => {
  expect(
    sum([
      { passed: 1, failed: 0 },
      { passed: 2, failed: 3 },
    ]),
  ).toEqual({ passed: 3, failed: 3 });
  expect(sum([])).toEqual({ passed: 0, failed: 0 });
});

import { expect, it } from 'vitest';
import { sum, tallyOf } from './tally';

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
  const good = { passed: 5, failed: 0, faults: [] };
  expect(tallyOf(report(5, 0, [{ status: 'passed', tests: 5 }]), 0)).toEqual(good);
  const broken = [
    { status: 'failed', tests: 3, failures: ['expected 1 to be 2\n    at here'] },
    { name: '/clone/tests/unit/b.test.ts', status: 'failed', message: 'no such module', tests: 0 },
  ];
  expect(tallyOf(report(2, 1, broken), 1)).toEqual({
    passed: 2,
    failed: 2,
    faults: ['unit/a.test.ts: cuts\n  expected 1 to be 2', 'unit/b.test.ts: no such module'],
  });
});

it('lets nothing pass that is not known to have passed', () => {
  const failed = { failed: 1, faults: [expect.stringMatching(/./)] };
  expect(tallyOf(null, 0)).toEqual({ passed: 0, ...failed });
  expect(tallyOf({ some: 'thing' }, 0)).toEqual({ passed: 0, ...failed });
  expect(tallyOf(report(0, 0, []), 0)).toEqual({ passed: 0, ...failed });
  expect(tallyOf(report(5, 0, []), 1)).toEqual({ passed: 5, ...failed });
  expect(tallyOf(report(5, 0, []), null)).toEqual({ passed: 5, ...failed });
});

it('adds up', () => {
  expect(
    sum([
      { passed: 1, failed: 0, faults: [] },
      { passed: 2, failed: 3, faults: ['a'] },
    ]),
  ).toEqual({ passed: 3, failed: 3, faults: ['a'] });
  expect(sum([])).toEqual({ passed: 0, failed: 0, faults: [] });
});

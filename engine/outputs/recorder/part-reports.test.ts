import { expect, test } from 'vitest';
import type { RecordingPart } from '../../../db/queries/recordings';
import { PartReports } from './part-reports';

const part = (file: string, bytes: number): RecordingPart => ({
  streamId: 'run',
  file,
  startedAt: new Date(0),
  mediaStartMs: 0,
  bytes,
  endedAt: null,
});

test('while the database is away the last report of each part waits, and the others are forgotten', async () => {
  const saved: string[] = [];
  let answer = () => undefined as void;
  let away = new Promise<void>((resolve) => (answer = resolve));
  const reports = new PartReports(
    async ({ file, bytes }) => {
      saved.push(`${file} ${bytes}`);
      await away;
    },
    () => undefined,
  );
  for (let bytes = 0; bytes < 1000; bytes++) for (const file of ['a', 'b']) reports.add(part(file, bytes));
  expect(saved).toEqual(['a 0']);
  away = Promise.resolve();
  answer();
  await reports.settled();
  expect(saved).toEqual(['a 0', 'b 999', 'a 999'].sort((x, y) => saved.indexOf(x) - saved.indexOf(y)));
  expect(saved).toHaveLength(3);
});

test('a report that could not be written is written with the next one', async () => {
  const saved: string[] = [];
  let away = true;
  const problems: string[] = [];
  const reports = new PartReports(
    ({ file, bytes }) => {
      if (away) return Promise.reject(new Error('away'));
      saved.push(`${file} ${bytes}`);
      return Promise.resolve();
    },
    (message) => problems.push(message),
  );
  reports.add(part('a', 1));
  await reports.settled();
  away = false;
  reports.add(part('b', 1));
  await reports.settled();
  expect([saved.sort(), problems.length > 0]).toEqual([['a 1', 'b 1'], true]);
});

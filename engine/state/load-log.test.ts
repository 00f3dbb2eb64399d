import { expect, test } from 'vitest';
import { LoadLog } from './load-log';

function makeLog() {
  const lines: string[] = [];
  const world = { away: false };
  const log = new LoadLog({
    line: (_kind, severity, text) => {
      if (world.away) return Promise.reject(new Error('away'));
      lines.push(`${severity}: ${text}`);
      return Promise.resolve(true);
    },
  });
  const seconds = async (count: number, fps: number) => {
    for (let n = 0; n < count; n += 1) {
      log.note(fps, 30);
      await log.write().catch(() => undefined);
    }
  };
  return { world, lines, seconds };
}

test('a machine that is too busy for three seconds is a line, and that it is well again another', async () => {
  const { lines, seconds } = makeLog();
  await seconds(2, 22);
  await seconds(1, 30);
  expect(lines).toEqual([]);
  await seconds(60, 22);
  await seconds(5, 30);
  await seconds(1, 20);
  await seconds(30, 29);
  expect(lines).toEqual([
    'warning: This machine is too busy: the program has 22 of 30 pictures a second. Close other programs on it.',
    'info: The program has all its pictures again.',
  ]);
});

test('the line waits while the database is away', async () => {
  const { world, lines, seconds } = makeLog();
  world.away = true;
  await seconds(5, 10);
  world.away = false;
  await seconds(1, 10);
  expect(lines).toHaveLength(1);
});

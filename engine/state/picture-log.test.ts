import { expect, test } from 'vitest';
import { PictureLog } from './picture-log';

const a = { id: 'a', label: 'Main' };
const b = { id: 'b', label: 'Goal' };

function makeLog() {
  const world = { nowMs: 1000, away: false, lines: [] as string[] };
  const log = new PictureLog(
    {
      line: (kind, severity, text, data) => {
        if (world.away) return Promise.reject(new Error('away'));
        world.lines.push(`${kind} ${severity} ${data?.cameraId}: ${text.split(',')[0] ?? ''}`);
        return Promise.resolve(true);
      },
    },
    () => world.nowMs,
  );
  return { world, log };
}

test('a warning and its end, each once however often it is noted', async () => {
  const { world, log } = makeLog();
  for (const trouble of [null, 'still', 'still', null, null] as const) {
    log.note(a, trouble);
    await log.write();
  }
  expect(world.lines).toEqual([
    'camera warning a: Main is on the air and its picture stands still. Look at the phone',
    'camera info a: Main shows a living picture again.',
  ]);
});

test('a cut away from it ends the matter without a line', async () => {
  const { world, log } = makeLog();
  log.note(a, 'black');
  log.note(b, null);
  log.note(a, null);
  await log.write();
  expect(world.lines).toHaveLength(1);
});

test('the same again within a minute is not repeated; what lasts is said after it', async () => {
  const { world, log } = makeLog();
  log.note(a, 'still');
  log.note(a, null);
  world.nowMs += 30_000;
  log.note(a, 'still');
  await log.write();
  expect(world.lines).toHaveLength(2);
  world.nowMs += 31_000;
  log.note(a, 'still');
  await log.write();
  expect(world.lines).toHaveLength(3);
});

test('while the database is away the last line waits', async () => {
  const { world, log } = makeLog();
  world.away = true;
  log.note(a, 'still');
  await expect(log.write()).rejects.toThrow('away');
  world.away = false;
  await log.write();
  await log.write();
  expect(world.lines).toHaveLength(1);
});

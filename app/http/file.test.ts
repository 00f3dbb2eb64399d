import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { parseRange, piecesOf } from './file';

test.each<[string | null, number, unknown]>([
  [null, 100, null],
  ['bytes=0-', 100, { start: 0, end: 99 }],
  ['bytes=10-19', 100, { start: 10, end: 19 }],
  ['bytes=90-500', 100, { start: 90, end: 99 }],
  ['bytes=-10', 100, { start: 90, end: 99 }],
  ['bytes=-500', 100, { start: 0, end: 99 }],
  ['bytes=100-', 100, 'unsatisfiable'],
  ['bytes=-0', 100, 'unsatisfiable'],
  ['bytes=20-10', 100, null],
  ['bytes=0-1,5-6', 100, null],
  ['chars=0-1', 100, null],
  ['bytes=a-b', 100, null],
  ['bytes=0-', 0, 'unsatisfiable'],
])('%s of %d bytes', (header, bytes, range) => {
  expect(parseRange(header, bytes)).toEqual(range);
});

test('a disk that hangs breaks its downloads off, and is asked no more until it answers; then others go on', async () => {
  const answers: (() => void)[] = [];
  // The kernel's part: a read that does not come back.
  const hangs = {
    read: () =>
      new Promise<never>((_, reject) => {
        answers.push(() => reject(new Error('gone')));
      }),
    close: () => Promise.resolve(),
  };
  const whole = { start: 0, end: 9 };
  const first = (handle: Parameters<typeof piecesOf>[0]) => piecesOf(handle, whole, 50).getReader().read();
  const downloads = await Promise.allSettled([first(hangs), first(hangs), first(hangs)]);
  for (const one of downloads)
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
  expect(answers).toHaveLength(2);
  const folder = mkdtempSync(join(tmpdir(), 'touchline-file-'));
  writeFileSync(join(folder, 'file'), '0123456789');
  const handle = await open(join(folder, 'file'));
  for (const answer of answers) answer();
  await vi.waitFor(async () => expect((await first(handle)).value).toHaveLength(10));
  rmSync(folder, { recursive: true });
});

import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HlsFolder } from './folder';

const MINUTE_MS = 60_000;
let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'touchline-hls-'))));
afterEach(() => {
  vi.useRealTimers();
  rmSync(root, { recursive: true, force: true });
});

/** Another event's stream, last written so many minutes ago. */
function otherStream(minutes: number): string {
  const path = join(root, `event-${minutes}`, 'stream');
  mkdirSync(path, { recursive: true });
  const at = new Date(Date.now() - minutes * MINUTE_MS);
  utimesSync(path, at, at);
  return path;
}

test('a new stream clears away those of other events that are over, and those only', async () => {
  const [live, over] = [otherStream(1), otherStream(11)];
  await new HlsFolder(join(root, 'own', 'stream'), 6).open();
  expect([existsSync(live), existsSync(over)]).toEqual([true, false]);
});

test('F24: a clock that is put forward by an hour takes away no live stream of another event', async () => {
  const live = otherStream(0);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60 * MINUTE_MS });
  await new HlsFolder(join(root, 'own', 'stream'), 6).open();
  expect(existsSync(live)).toBe(true);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LiveKitServer } from './tokens';
import { LIVEKIT_KEYS_NOTICED_MS, withKeyFile } from './key-file';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'touchline-keys-'));
  file = join(folder, 'livekit-keys.json');
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const key = (name: string) => ({ apiKey: name, apiSecret: `secret of ${name}` });
const server: LiveKitServer = { url: 'ws://127.0.0.1:7880', ...key('given') };
const write = (keys: unknown) => writeFileSync(file, JSON.stringify(keys));

test('a process signs with the key of the file, and with another one within a second of its change', () => {
  vi.useFakeTimers();
  write({ signs: key('a'), next: key('b'), old: null });
  const watched = withKeyFile(server, file);
  expect([watched.apiKey, watched.apiSecret]).toEqual(['a', 'secret of a']);
  // The file's time has to differ, as that of a later moment does.
  vi.setSystemTime(Date.now() + 5000);
  write({ signs: key('b'), next: key('c'), old: key('a'), at: 'longer' });
  vi.advanceTimersByTime(LIVEKIT_KEYS_NOTICED_MS);
  expect(watched.apiKey).toBe('b');
  expect(watched.accepted?.map(({ apiKey }) => apiKey)).toEqual(['b', 'c', 'a']);
});

test('a file that is not there or cannot be read leaves the key as it was', () => {
  vi.useFakeTimers();
  expect(withKeyFile(server, file).apiKey).toBe('given');
  write({ signs: key('a'), next: key('b'), old: null });
  const watched = withKeyFile(server, file);
  writeFileSync(file, '{"signs": ');
  vi.advanceTimersByTime(LIVEKIT_KEYS_NOTICED_MS);
  expect(watched.apiKey).toBe('a');
});

test('with a LiveKit of your own its key counts', () => {
  expect(withKeyFile(server, undefined)).toBe(server);
});

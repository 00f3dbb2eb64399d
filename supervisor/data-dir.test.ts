import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diskError, openDataDir } from './data-dir';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'touchline-data-dir-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a new data folder can be passed through and not listed', () => {
  const lines: string[] = [];
  const dataDir = join(folder, 'new', 'data');
  openDataDir(dataDir, (line) => lines.push(line));
  expect(statSync(dataDir).mode & 0o777).toBe(0o711);
  expect(lines).toEqual([]);
});

test('a volume that refuses chmod is used, with a sentence that says what follows', () => {
  const lines: string[] = [];
  const refuse = () => {
    throw Object.assign(new Error('operation not permitted'), { code: 'EPERM' });
  };
  openDataDir(folder, (line) => lines.push(line), refuse);
  expect(lines).toEqual([expect.stringMatching(/belongs to somebody else.*\(EPERM\)\. It works/)]);
});

test('a place that cannot be written to is refused with the setting that helps', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => openDataDir(join(file, 'data'), () => undefined)).toThrow(
    /cannot be written to \(ENOTDIR\): .* or set DATA_DIR to another folder/,
  );
});

test('a link to a disk that is not there is refused as such', () => {
  symlinkSync(join(folder, 'unplugged', 'disk'), join(folder, 'link'));
  for (const dataDir of [join(folder, 'link'), join(folder, 'link', 'data')])
    expect(() => openDataDir(dataDir, () => undefined)).toThrow(/does not exist: is its disk there\?/);
});

test.each([
  ['ENOSPC', /^The disk of DATA_DIR \(.*\) is full: make room there/],
  ['EDQUOT', /its quota/],
  ['EROFS', /is read-only: mount it for writing, or set DATA_DIR to another folder/],
])('%s is said in words with the way out', (code, sentence) => {
  const error = Object.assign(new Error(`${code}: write`), { code });
  expect(diskError(error, folder)?.message).toMatch(sentence);
});

test('any other error stays what it is', () => {
  expect(diskError(new Error('Port 3000 is taken'), folder)).toBeNull();
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { createFile, readOrCreateFile, replaceFile } from './atomic-file';

const PROCESSES = 6;
const ROUNDS = 40;
/** Long enough for one file, so that all begin each round together. */
const ROUND_MS = 15;

const source = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
const folder = () => mkdtempSync(join(tmpdir(), 'touchline-atomic-'));

/**
 * Opens key and instance id of one folder after the other, each at the same instant as all others, and prints
 * them.
 */
const RACER = `
  const { openKeyRing } = await import(${source('./secrets.ts')});
  const { loadInstanceId } = await import(${source('../app/config/instance-id.ts')});
  process.stdout.write('ready\\n');
  const [root, startAt] = String(await new Promise((go) => process.stdin.once('data', go))).trim().split(' ');
  const got = [];
  for (let round = 0; round < ${ROUNDS}; round++) {
    while (Date.now() < Number(startAt) + round * ${ROUND_MS});
    const ring = await openKeyRing(root + '/' + round);
    got.push([ring.keys().map((key) => key.toString('hex')).join(), await loadInstanceId(root + '/' + round)]);
  }
  process.stdout.write(JSON.stringify(got));
  process.stdin.destroy();
`;

it('gives all processes of a first start the same key and id, and shows none of them an empty file', async () => {
  const root = folder();
  for (let round = 0; round < ROUNDS; round++) mkdirSync(join(root, String(round)));
  const racers = Array.from({ length: PROCESSES }, () =>
    spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', RACER], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  await Promise.all(racers.map(({ stdout }) => once(stdout, 'readable')));
  for (const { stdin } of racers) stdin.write(`${root} ${Date.now() + 100}\n`);
  const printed = await Promise.all(racers.map(({ stdout }) => text(stdout)));
  const rounds = printed.map((lines): unknown[] => JSON.parse(lines.slice('ready\n'.length)));
  for (let round = 0; round < ROUNDS; round++) {
    const key = readFileSync(join(root, String(round), 'secrets.key'), 'utf8').trim();
    const id = readFileSync(join(root, String(round), 'instance-id'), 'utf8').trim();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(rounds.map((got) => got[round])).toEqual(racers.map(() => [key, id]));
    expect(readdirSync(join(root, String(round))).sort()).toEqual(['instance-id', 'secrets.key']);
  }
}, 30_000);

it('leaves an existing file as it is, and says so', () => {
  const file = join(folder(), 'start.pid');
  expect(createFile(file, '1')).toBe(true);
  expect(createFile(file, '2')).toBe(false);
  expect(readFileSync(file, 'utf8')).toBe('1');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('replaces a file with one that only its owner may read', () => {
  const file = join(folder(), 'db-roles.json');
  writeFileSync(file, 'old', { mode: 0o644 });
  replaceFile(file, 'new');
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('makes no new key over an empty file, and names the way out', () => {
  const file = join(folder(), 'secrets.key');
  writeFileSync(file, '');
  expect(() => readOrCreateFile(file, () => 'new')).toThrow(`${file} is empty: restore it from a backup`);
  expect(readFileSync(file, 'utf8')).toBe('');
});

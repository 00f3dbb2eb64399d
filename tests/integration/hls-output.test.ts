import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HlsOutput } from '../../engine/outputs/hls/hls-output';
import { readPlaylist } from '../../engine/outputs/hls/playlist';
import { readCounters, readPackets } from '../support/eyes/media-file';
import { recordingOf } from '../support/engine/recorded-program';
import { smallDisk } from '../support/machine/small-disk';
import { startSyntheticProgram, type SyntheticProgram } from '../support/engine/synthetic-program';
import { until } from '../support/time/until';

let root = '';
let directory = '';
let program: SyntheticProgram;
const cleanups: (() => Promise<void>)[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'touchline-hls-'));
  directory = join(root, 'hls', 'event', 'stream');
  program = startSyntheticProgram();
  cleanups.push(
    () => rm(root, { recursive: true, force: true }),
    () => program.stop(),
  );
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function hls(from: SyntheticProgram = program, firstSequence = 0): HlsOutput {
  const output = new HlsOutput({ id: 'hls', hub: from.hub, directory, firstSequence });
  cleanups.push(() => output.stop());
  output.start();
  return output;
}

const file = () => join(directory, 'live.m3u8');
const playlist = async () => readPlaylist(await readFile(file(), 'utf8').catch(() => ''));
const segments = (atLeast: number) =>
  until(`${atLeast} segments`, async () => {
    const found = await playlist();
    return found && found.sequence + found.entries.length >= atLeast ? found : null;
  });

/** Numbers of the pictures in consecutive segments of the playlist, each decoded separately. */
async function picturesOf(names: readonly string[]): Promise<number[]> {
  const shown: number[] = [];
  for (const name of names)
    shown.push(...(await readCounters(join(directory, name))).map(({ counter }) => counter));
  return shown;
}

it('shows every picture once, in segments that each play alone, and says when it is over', async () => {
  const output = hls();
  const startedAt = Date.now();
  expect(output.status().state).toBe('connecting');
  await segments(3);
  expect(output.status()).toMatchObject({ state: 'live', verdict: null });
  await output.end();

  const text = await readFile(file(), 'utf8');
  expect(text).toMatch(/#EXT-X-ENDLIST\n$/);
  const found = await playlist();
  expect(found).toMatchObject({ targetS: 2, sequence: 0, discontinuities: 0 });
  const entries = found?.entries ?? [];
  expect(entries.slice(0, -1).map(({ durationS }) => durationS)).toEqual(
    [2, 2, 2].slice(0, entries.length - 1),
  );
  expect(entries.some(({ discontinuity }) => discontinuity)).toBe(false);
  const [first] = entries;
  expect(Math.abs((first?.at.getTime() ?? 0) - startedAt)).toBeLessThan(1_500);

  const pictures = await picturesOf(entries.map(({ name }) => name));
  expect(pictures).toEqual(pictures.map((_, i) => (pictures[0] ?? 0) + i));
  const seconds = entries.reduce((sum, { durationS }) => sum + durationS, 0);
  expect(pictures.length).toBe(Math.round(seconds * 30));
  // And as one stream, as a player reads it.
  expect((await readCounters(file())).map(({ counter }) => counter)).toEqual(pictures);
  const sound = (await readPackets(file())).filter(({ kind }) => kind === 'audio').map(({ pts }) => pts);
  for (let i = 1; i < sound.length; i++)
    expect((sound[i] ?? 0) - (sound[i - 1] ?? 0)).toBeCloseTo(1024 / 48_000, 2);
});

it('keeps eight segments in the playlist and a bounded number on the disk, each of which is there', async () => {
  hls();
  const found = await segments(11);
  expect(found.entries).toHaveLength(8);
  const names = await readdir(directory);
  for (const { name } of found.entries) expect(names).toContain(name);
  expect(names.length).toBeLessThanOrEqual(8 * 2 + 4 + 1);
});

it('goes on with a discontinuity when the encoder is killed', async () => {
  const output = hls();
  await segments(1);
  process.kill(program.encoder.stats().pid ?? 0, 'SIGKILL');
  await until('the next run', () => program.encoder.stats().runs === 2);
  await segments(4);
  await output.end();
  const entries = (await playlist())?.entries ?? [];
  expect(entries.filter(({ discontinuity }) => discontinuity)).toHaveLength(1);
  const pictures = await picturesOf(entries.map(({ name }) => name));
  expect(new Set(pictures).size).toBe(pictures.length);
  const missing = (pictures.at(-1) ?? 0) - (pictures[0] ?? 0) + 1 - pictures.length;
  expect(missing).toBeLessThan(30);
  for (let i = 1; i < pictures.length; i++) expect(pictures[i]).toBeGreaterThan(pictures[i - 1] ?? 0);
});

it('goes on with the numbers of an engine that was killed, and is not disturbed when that one wakes up again', async () => {
  hls();
  const before = await segments(2);
  const second = startSyntheticProgram();
  cleanups.push(() => second.stop());
  const taker = hls(second, 1000);
  // The first one was only asleep: for some seconds both write.
  const after = await segments(7);
  await program.stop();
  await taker.end();

  const names = [...before.entries, ...after.entries, ...((await playlist())?.entries ?? [])].map(
    ({ name }) => name,
  );
  const numbers = [...new Set(names)].map((name) => Number.parseInt(name, 10)).sort((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_, i) => i));
  const writers = new Set(after.entries.map(({ name }) => name.split('-')[1]));
  expect(writers.size).toBe(2);
  for (const [i, { name, discontinuity }] of after.entries.entries()) {
    const other = i > 0 && after.entries[i - 1]?.name.split('-')[1] !== name.split('-')[1];
    if (other) expect(discontinuity).toBe(true);
    expect((await stat(join(directory, name))).size).toBeGreaterThan(10_000);
  }
});

it('begins above every number so far where another machine has the files, and leaves no end behind when only stopped', async () => {
  const output = hls(program, 1234);
  const found = await segments(1235);
  expect(found.sequence).toBe(1234);
  await output.stop();
  expect(await readFile(file(), 'utf8')).not.toContain('ENDLIST');
});

it('clears away what other streams of the event left', async () => {
  const { mkdir, writeFile } = await import('node:fs/promises');
  const old = join(dirname(directory), 'yesterday');
  await mkdir(old, { recursive: true });
  await writeFile(join(old, '0-000000000000.ts'), 'x');
  const neighbour = join(root, 'hls', 'another-event', 'stream');
  await mkdir(neighbour, { recursive: true });
  hls();
  await segments(1);
  await expect(stat(old)).rejects.toThrow(/ENOENT/);
  expect((await stat(neighbour)).isDirectory()).toBe(true);
});

it('F23: a full disk stops this output alone, says so, and it comes back when there is room', async () => {
  const disk = await smallDisk(join(root, 'disk'), 80 * 1024 * 1024);
  cleanups.push(() => disk.remove());
  directory = join(disk.path, 'hls', 'event', 'stream');
  const { recorder, parts } = recordingOf(program, join(root, 'rec'));
  cleanups.push(() => recorder.stop());
  const output = hls();
  await segments(1);
  await disk.fill(60_000);
  await until('the failure to be reported', () => output.status().state === 'failed', { timeoutMs: 10_000 });
  expect(output.status().verdict).toMatch(/disk is full.*not affected\.$/);
  await disk.free();
  await until('it to come back', () => output.status().state === 'live', { timeoutMs: 10_000 });
  await output.end();
  const entries = (await playlist())?.entries ?? [];
  expect(entries.some(({ discontinuity }) => discontinuity)).toBe(true);
  for (const { name } of entries)
    expect((await readCounters(join(directory, name))).length).toBeGreaterThan(0);

  await recorder.stop();
  expect(program.encoder.stats().runs).toBe(1);
  const [part, ...more] = [...parts.keys()];
  expect(more).toEqual([]);
  const recorded = (await readCounters(part ?? '')).map(({ counter }) => counter);
  expect(recorded).toEqual(recorded.map((_, i) => (recorded[0] ?? 0) + i));
});

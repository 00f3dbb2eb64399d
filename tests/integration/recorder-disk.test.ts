import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HlsOutput } from '../../engine/outputs/hls/hls-output';
import { readCounters } from '../support/eyes/media-file';
import { recordingOf } from '../support/engine/recorded-program';
import { smallDisk, type SmallDisk } from '../support/machine/small-disk';
import { startSyntheticProgram, type SyntheticProgram } from '../support/engine/synthetic-program';
import { until } from '../support/time/until';
import { holds, lasts } from '../support/time/pace';

const DISK_BYTES = 100 * 1024 * 1024;
/** For alerts and a disk that is really full; the product's floor would end the recording before. */
const NO_FLOOR = { endBelow: 0, beginAbove: 1024 * 1024 };

let root = '';
let disk: SmallDisk;
let program: SyntheticProgram;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'touchline-disk-'));
  disk = await smallDisk(join(root, 'disk'), DISK_BYTES);
  program = startSyntheticProgram();
});
afterEach(async () => {
  await program.stop();
  await disk.remove();
  await rm(root, { recursive: true, force: true });
});

it('F23: says how full the disk is, stops recording alone when it is full, and goes on in a new part', async () => {
  const { recorder, parts } = recordingOf(program, join(disk.path, 'rec'), NO_FLOOR);
  const neighbour = new HlsOutput({
    id: 'hls',
    hub: program.hub,
    directory: join(root, 'hls', 'event', 'stream'),
    firstSequence: 0,
  });
  neighbour.start();
  await until('the recording to run', () => recorder.status().state === 'live');
  expect(recorder.status().verdict).toBeNull();
  for (const percent of [80, 90, 95]) {
    await disk.free();
    await disk.fill(DISK_BYTES * (1 - percent / 100) - 1_000_000);
    await until(
      `${percent} % to be reported`,
      () => recorder.status().verdict?.includes(`more than ${percent} %`),
      {
        timeoutMs: 12_000,
      },
    );
    expect(recorder.status().state).toBe('live');
  }
  await disk.free();
  await disk.fill(60_000);
  await until(
    'the failure to be reported',
    () => recorder.status().verdict?.includes('nothing is recorded'),
    {
      timeoutMs: 20_000,
    },
  );
  await until('it to be given up', () => recorder.status().state === 'failed');
  await disk.free();
  await until('it to go on', () => recorder.status().state === 'live', { timeoutMs: 15_000 });
  expect(recorder.status().verdict).toBeNull();
  await lasts('the recording', 1_500);
  await recorder.stop();
  await neighbour.end();

  expect(neighbour.status()).toMatchObject({ retries: 0 });
  expect(program.encoder.stats().runs).toBe(1);
  const files = [...parts.values()].filter(({ bytes }) => bytes > 0).map(({ file }) => file);
  expect(files.length).toBeGreaterThanOrEqual(2);
  for (const file of files) {
    const numbers = (await readCounters(file)).map(({ counter }) => counter);
    expect(parts.get(file)?.bytes).toBe((await stat(file)).size);
    expect(numbers.length).toBeGreaterThan(15);
    expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));
  }
});

it('F23: a part that the disk had no room for is reported to hold nothing', async () => {
  // There is room when it begins, and none when its first second has been read.
  const { recorder, parts } = recordingOf(program, join(disk.path, 'rec'), NO_FLOOR);
  await disk.fill(0);
  await until(
    'the failure to be reported',
    () => recorder.status().verdict?.includes('nothing is recorded'),
    {
      timeoutMs: 20_000,
    },
  );
  await recorder.stop();

  expect([...parts.values()].map(({ bytes, endedAt }) => ({ bytes, open: endedAt === null }))).toEqual([
    { bytes: 0, open: false },
  ]);
});

it('F23: a recording that runs ends its part at the floor, leaves the rest of the disk, and begins again above it', async () => {
  const floor = { endBelow: 40 * 1024 * 1024, beginAbove: 60 * 1024 * 1024 };
  const { recorder, parts } = recordingOf(program, join(disk.path, 'rec'), floor);
  await until('the recording to run', () => recorder.status().state === 'live');
  const between = join(disk.path, 'between');
  await writeFile(between, Buffer.alloc((floor.beginAbove - floor.endBelow) / 2));
  await disk.fill(floor.endBelow - 1_000_000);
  await until('the end at the floor', () => recorder.status().verdict?.includes('nothing is recorded'), {
    timeoutMs: 20_000,
  });
  const ended = await until('the closed part', () => [...parts.values()].find((part) => part.endedAt));
  expect(ended.bytes).toBe((await stat(ended.file)).size);
  expect((await readCounters(ended.file)).length).toBeGreaterThan(15);

  await rm(between);
  await holds('nothing begins between the two limits', () => recorder.status().state !== 'live', 6_000);
  await disk.free();
  await until('it to go on', () => recorder.status().state === 'live', { timeoutMs: 15_000 });
  await recorder.stop();
  expect([...parts.values()].filter(({ bytes }) => bytes > 0)).toHaveLength(2);
});

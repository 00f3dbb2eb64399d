import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { smallDisk, type SmallDisk } from '../support/machine/small-disk';
import { useDiskReserve } from '../../supervisor/disk-reserve';

let root = '';
let disk: SmallDisk;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'touchline-reserve-'));
  disk = await smallDisk(join(root, 'disk'), 1200 * 1024 * 1024);
});
afterAll(async () => {
  await disk.remove();
  await rm(root, { recursive: true, force: true });
});

const reserve = () =>
  stat(join(disk.path, 'disk-reserve')).then(
    ({ size }) => size,
    () => 0,
  );

it('F23: takes 64 MB while there is plenty, keeps them as the disk fills, and gives them up when it is full', async () => {
  expect(useDiskReserve(disk.path)).toBeNull();
  expect(await reserve()).toBe(64 * 1024 * 1024);
  await disk.fill(100 * 1024 * 1024);
  expect(useDiskReserve(disk.path)).toBeNull();
  expect(await reserve()).toBe(64 * 1024 * 1024);
  await disk.free();
  await disk.fill(1_000_000);
  expect(useDiskReserve(disk.path)).toContain('make room now');
  expect(await reserve()).toBe(0);
  // Not laid down again before there is plenty.
  expect(useDiskReserve(disk.path)).toBeNull();
  expect(await reserve()).toBe(0);
});

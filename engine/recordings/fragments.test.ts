import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropBrokenTail, isWhole } from './fragments';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchline-fragments-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** @param size says another one than the box has */
function box(type: string, body: number, size = body + 8): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(size, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, Buffer.alloc(body, 7)]);
}

const HEAD = Buffer.concat([box('ftyp', 20), box('moov', 300), box('moof', 90), box('mdat', 500)]);

async function after(bytes: Buffer): Promise<Buffer> {
  const file = join(folder, 'part.mp4');
  await writeFile(file, bytes);
  const size = await dropBrokenTail(file);
  const left = await readFile(file);
  expect(left.length).toBe(size);
  return left;
}

test('a piece of index that ends early is cut off, wherever it ends', async () => {
  const moof = box('moof', 90);
  for (let bytes = 0; bytes < moof.length; bytes++)
    expect((await after(Buffer.concat([HEAD, moof.subarray(0, bytes)]))).equals(HEAD), `${bytes} bytes`).toBe(
      true,
    );
});

test('half a fragment, a whole file and what is no recording stay as they are', async () => {
  const rest = Buffer.concat([box('moof', 90), box('mdat', 500).subarray(0, 200)]);
  for (const bytes of [
    HEAD,
    Buffer.concat([HEAD, rest]),
    Buffer.concat([HEAD, box('mfra', 40)]),
    Buffer.concat([HEAD, Buffer.alloc(1_000, 'x')]),
    Buffer.concat([box('ftyp', 20), box('moov', 300).subarray(0, 100)]),
    Buffer.alloc(0),
  ])
    expect((await after(bytes)).equals(bytes)).toBe(true);
});

test('room that was never written is cut off', async () => {
  expect((await after(Buffer.concat([HEAD, Buffer.alloc(4_096)]))).equals(HEAD)).toBe(true);
});

test('sizes of 64 bits are followed', async () => {
  const big = box('mdat', 500);
  const wide = Buffer.concat([box('mdat', 508, 1), Buffer.alloc(0)]);
  wide.writeBigUInt64BE(BigInt(wide.length), 8);
  const bytes = Buffer.concat([HEAD, box('moof', 90), wide, box('moof', 90), big]);
  expect((await after(Buffer.concat([bytes, box('moof', 90).subarray(0, 50)]))).equals(bytes)).toBe(true);
});

test('whole is a file with its index before its data', async () => {
  const file = join(folder, 'whole.mp4');
  await writeFile(file, Buffer.concat([box('ftyp', 20), box('moov', 300), box('mdat', 500)]));
  expect(await isWhole(file)).toBe(true);
  await writeFile(file, HEAD);
  expect(await isWhole(file)).toBe(false);
  await writeFile(file, Buffer.concat([box('ftyp', 20), box('mdat', 500), box('moov', 300)]));
  expect(await isWhole(file)).toBe(false);
});

import { execFile } from 'node:child_process';
import {
  appendFile,
  chmod,
  copyFile,
  open,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { isWhole } from '../../engine/recordings/fragments';
import { WholeRecordings, type WholeRecordingsOptions } from '../../engine/recordings/whole-recordings';
import { asAdmin, call, makeEvent, makeToken } from '../support/api/call';
import { startBoard } from '../support/engine/output-board';
import { readPackets } from '../support/eyes/media-file';
import { smallDisk } from '../support/machine/small-disk';
import { lasts } from '../support/time/pace';
import { until } from '../support/time/until';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let token: string;
let sql: Sql;
/** A real part of a recording as the engine left it, in fragments. */
let original: string;
let folder: string;
let event: { id: string; slug: string };
let streamId: string;
const running: WholeRecordings[] = [];
const lines: string[] = [];
const log = pino({ base: null }, { write: (line) => void lines.push(line) });

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  sql = connect(services.database.engineUrl, { max: 3 });
  event = await makeEvent(services, token, { slug: 'final' });
  await onAir('final');
  const board = await startBoard(services, event.id, { folder: services.env.dataDir });
  await board.round();
  await until('the part to be in the list', async () => (await rows())[0], { timeoutMs: 15_000 });
  await lasts('the recording', 4_000);
  await offAir('final');
  await board.stop();
  const row = (await rows())[0];
  if (!row) throw new Error('nothing was recorded');
  ({ streamId } = row);
  const file = pathOf(row.file);
  folder = dirname(file);
  original = join(services.env.dataDir, 'original');
  await copyFile(file, original);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});
afterAll(async () => {
  await sql.end();
  await services.close();
});

const onAir = (slug: string) => call(services, 'POST', `/api/v1/events/${slug}/start`, { token });
const offAir = (slug: string) => call(services, 'POST', `/api/v1/events/${slug}/stop`, { token });
const pathOf = (file: string) => join(services.env.dataDir, 'recordings', file);

interface Row {
  id: string;
  streamId: string;
  file: string;
  bytes: number;
  endedAt: Date | null;
}

const rows = () =>
  asAdmin(
    services,
    (admin) => admin<Row[]>`
      select id, stream_id as "streamId", file, bytes::float8 as bytes, ended_at as "endedAt" from recordings order by part desc`,
  );

/** A further part of the recording; `bytes` and `ended` as its engine last wrote them. */
async function partOf(
  from: string,
  { bytes, ended = true, at = folder }: { bytes?: number; ended?: boolean; at?: string } = {},
): Promise<{ id: string; path: string }> {
  const part = (await rows()).length + 1;
  const path = join(at, `part-${part}.mp4`);
  await copyFile(from, path);
  const file = `${event.id}/${basename(dirname(path))}/${basename(path)}`;
  const size = bytes ?? (await stat(path)).size;
  const [row] = await asAdmin(
    services,
    (admin) => admin<{ id: string }[]>`
      insert into recordings (event_id, stream_id, part, file, bytes, ended_at)
      values (${event.id}, ${streamId}, ${part}, ${file}, ${size}, ${ended ? new Date() : null}) returning id`,
  );
  return { id: row?.id ?? '', path };
}

function begin(options: Partial<WholeRecordingsOptions> = {}): WholeRecordings {
  const { doorbell, env } = services;
  const recordingsDir = join(env.dataDir, 'recordings');
  const one = new WholeRecordings({
    ...{ sql, doorbell, log, recordingsDir, ffmpegPath: 'ffmpeg', leaveBytes: 0 },
    ...options,
  });
  running.push(one);
  one.start();
  return one;
}

const whole = (path: string) => until('the part to be whole', () => isWhole(path), { timeoutMs: 15_000 });
const rowOf = async (id: string) => (await rows()).find((row) => row.id === id);
const unfinished = async () => (await readdir(folder)).filter((name) => !name.endsWith('.mp4'));
const nextLine = (text: string, from: number) =>
  until(`the line: ${text}`, () => lines.slice(from).some((line) => line.includes(text)), {
    timeoutMs: 10_000,
  });

async function durationOf(file: string): Promise<number> {
  const args = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', file];
  return Number((await promisify(execFile)('ffprobe', args)).stdout);
}

/** An ffmpeg that writes a piece of its file and then nothing more. */
async function stuckFfmpeg(): Promise<string> {
  const path = join(services.env.dataDir, 'stuck-ffmpeg');
  await writeFile(
    path,
    '#!/bin/sh\nfor last; do :; done\nhead -c 20000 /dev/zero > "${last#file:}"\nexec sleep 60\n',
  );
  await chmod(path, 0o700);
  return path;
}

test('while a show is on the air a copy at full speed is dropped, and a part is made whole at the bounded rate', async () => {
  const other = await makeEvent(services, token, { slug: 'beside' });
  const { path } = await partOf(original);
  const dropped = begin({ ffmpegPath: await stuckFfmpeg() });
  await until('half a copy', async () => (await unfinished()).length > 0, { timeoutMs: 10_000 });
  const args = join(services.env.dataDir, 'args');
  const noting = join(services.env.dataDir, 'noting-ffmpeg');
  await writeFile(noting, `#!/bin/sh\necho "$*" >> ${args}\nexec ffmpeg "$@"\n`);
  await chmod(noting, 0o700);
  await onAir(other.slug);
  await until('the copy to be dropped', async () => (await unfinished()).length === 0, { timeoutMs: 10_000 });
  await dropped.stop();
  begin({ ffmpegPath: noting });
  await whole(path);
  await offAir(other.slug);
  expect(await readFile(args, 'utf8')).toMatch(/-readrate 16 .*-moov_size \d+/);
  expect(await unfinished()).toEqual([]);
});

test.each([
  ['while another event is on the air', true],
  ['while nothing is on the air', false],
])(
  'a part that has ended is made whole %s: every packet, its length, and the same bytes in file, row and API',
  async (_, live) => {
    const other = await makeEvent(services, token, { slug: `other-${String(live)}` });
    const { path, id } = await partOf(original);
    if (live) await onAir(other.slug);
    const reader = await open(path);
    const before = await call(services, 'GET', '/api/v1/events/final', { token });
    begin();
    await whole(path);
    const packets = await readPackets(path);
    const recorded = await readPackets(original);
    for (const kind of ['video', 'audio'] as const) {
      const [now, then] = [packets, recorded].map((all) => all.filter((packet) => packet.kind === kind));
      expect(now?.map(({ keyframe }) => keyframe)).toEqual(then?.map(({ keyframe }) => keyframe));
      expect(now?.length).toBeGreaterThan(60);
    }
    const firstOf = (all: typeof packets, kind: string) => all.find((one) => one.kind === kind)?.pts ?? NaN;
    const offset = (all: typeof packets) => firstOf(all, 'audio') - firstOf(all, 'video');
    expect(offset(packets)).toBeCloseTo(offset(recorded), 2);
    const spanS = (recorded.at(-1)?.pts ?? 0) - (recorded[0]?.pts ?? 0);
    expect(Math.abs((await durationOf(path)) - spanS)).toBeLessThan(0.3);

    const { size } = await stat(path);
    await until('the row', async () => (await rowOf(id))?.bytes === size);
    if (live) await offAir(other.slug);
    const listed = await call(services, 'GET', '/api/v1/events/final/recordings', { token });
    const answers = JSON.parse(listed.text) as { id: string; bytes: number }[];
    expect(answers.find((one) => one.id === id)?.bytes).toBe(size);
    const after = await call(services, 'GET', '/api/v1/events/final', { token });
    expect(after.json.seq).toBeGreaterThan(before.json.seq);
    expect(await unfinished()).toEqual([]);
    expect(await reader.readFile()).toEqual(await readFile(original));
    await reader.close();
  },
);

test('a copy that stopped half way leaves the part as it was, and the next start makes it whole', async () => {
  const { path, id } = await partOf(original);
  const dying = begin({ ffmpegPath: await stuckFfmpeg() });
  await until('half a copy', async () => (await unfinished()).length > 0, { timeoutMs: 10_000 });
  expect(await readFile(path)).toEqual(await readFile(original));
  // As after a SIGKILL: half a file lies there, and its writer may still be there, too.
  begin();
  await whole(path);
  await until('the row', async () => (await rowOf(id))?.bytes === (await stat(path)).size);
  await dying.stop();
  expect(await isWhole(path)).toBe(true);
  expect(await unfinished()).toEqual([]);
});

test('a stop drops the copy and leaves the part as it was', async () => {
  const { path, id } = await partOf(original);
  const one = begin({ ffmpegPath: await stuckFfmpeg() });
  await until('half a copy', async () => (await unfinished()).length > 0, { timeoutMs: 10_000 });
  await one.stop();
  expect(await readFile(path)).toEqual(await readFile(original));
  expect(await unfinished()).toEqual([]);
  expect((await rowOf(id))?.bytes).toBe((await stat(original)).size);
});

test.each([
  ['in a fragment', async () => (await stat(original)).size - 20_000],
  // As a full disk leaves it: ffmpeg and browsers refuse the whole file.
  ['in a piece of index', async () => (await readFile(original)).lastIndexOf('moof') + 100],
])(
  'a part that a killed engine left open, cut off %s and with old figures, is ended and made whole at the next start',
  async (_, end) => {
    const cut = join(services.env.dataDir, 'cut');
    await copyFile(original, cut);
    await truncate(cut, await end());
    const { path, id } = await partOf(cut, { bytes: 10, ended: false });
    await asAdmin(services, (admin) => admin`update streams set ended_at = now() - interval '1 hour'`);
    begin();
    await whole(path);
    await until('the row', async () => (await rowOf(id))?.bytes === (await stat(path)).size);
    expect((await rowOf(id))?.endedAt).not.toBeNull();
    expect((await readPackets(path)).length).toBeGreaterThan(150);
    expect(await durationOf(path)).toBeGreaterThan(2);
  },
);

test('a row whose engine was killed between the new file and the row gets the bytes of the file', async () => {
  const { path, id } = await partOf(original);
  begin();
  await whole(path);
  const { size } = await stat(path);
  await until('the row', async () => (await rowOf(id))?.bytes === size);
  await asAdmin(services, (admin) => admin`update recordings set bytes = 10 where id = ${id}`);
  begin();
  await until('the row again', async () => (await rowOf(id))?.bytes === size, { timeoutMs: 10_000 });
});

test('what cannot be read as a recording stays as it is', async () => {
  const broken = join(services.env.dataDir, 'broken');
  await copyFile(original, broken);
  await truncate(broken, 1_500);
  await appendFile(broken, Buffer.alloc(100_000, 'x'));
  const { path } = await partOf(broken);
  const from = lines.length;
  begin();
  await nextLine('stays in fragments', from);
  expect(await readFile(path)).toEqual(await readFile(broken));
  expect(await unfinished()).toEqual([]);
});

test('F23: without room for one more file a part stays as it is, and a copy under way gives its room back', async () => {
  const disk = await smallDisk(join(folder, '..', 'small'), 40 * 1024 * 1024);
  try {
    const { path } = await partOf(original, { at: disk.path });
    const recordingsDir = dirname(dirname(dirname(path)));
    const leaveBytes = 10 * 1024 * 1024;
    await disk.fill(leaveBytes + 1_000);
    let from = lines.length;
    const none = begin({ recordingsDir, leaveBytes });
    await nextLine('no room', from);
    await none.stop();

    await disk.free();
    const stuck = begin({ recordingsDir, leaveBytes, ffmpegPath: await stuckFfmpeg() });
    await until('half a copy', async () => (await readdir(disk.path)).length > 1, { timeoutMs: 10_000 });
    from = lines.length;
    await disk.fill(leaveBytes - 1_000_000);
    await nextLine('no room', from);
    await stuck.stop();
    await disk.free();
    expect(await readdir(disk.path)).toEqual([basename(path)]);
    expect(await readFile(path)).toEqual(await readFile(original));
  } finally {
    await disk.remove();
    await rm(join(folder, '..', 'small'), { recursive: true, force: true });
  }
});

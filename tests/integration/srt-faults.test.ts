import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OutputState } from '../../contract/vocabulary';
import { ProgramTags } from '../../engine/outputs/destination/rtmp/program-tags';
import { DestinationSupervisor } from '../../engine/outputs/destination/supervisor';
import { checkDestinationAddress } from '../../plugins/address';
import { readCounters, readFrameHashes } from '../support/eyes/media-file';
import { startRtmpReceiver, type RtmpReceiver } from '../support/stations/rtmp-receiver';
import { freePort } from '../../supervisor/ports';
import { startSrtListener, type SrtListener } from '../support/stations/srt-receiver';
import { SMALL, startSyntheticProgram, type SyntheticProgram } from '../support/engine/synthetic-program';
import { until } from '../support/time/until';
import { lasts } from '../support/time/pace';

/**
 * F19 and F20 for SRT: one at a server that stalls, next to one by SRT and one by RTMP that are well
 * throughout.
 */

interface Sent {
  output: DestinationSupervisor;
  seen: OutputState[];
}

let folder = '';
let program: SyntheticProgram;
let tags: ProgramTags;
let rtmp: RtmpReceiver;
let srt: SrtListener;
let healthy: Sent[];
let refusedBefore = 0;
const files = { rtmp: '', srt: '' };

function send(id: string, url: string, key = ''): Sent {
  const seen: OutputState[] = [];
  const output = new DestinationSupervisor(
    { id, plugin: 'srt', url, backupUrl: null, key },
    {
      program: { hub: program.hub, tags, encoding: SMALL, originMs: 0 },
      checkAddress: (address) => checkDestinationAddress(address, { allowPrivate: true }),
      onStatus: ({ state }) => seen.push(state),
    },
  );
  output.start();
  return { output, seen };
}

const becomes = ({ output }: Sent, state: OutputState, timeoutMs: number) =>
  until(`${output.id} to be ${state}`, () => output.status().state === state, { timeoutMs });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchline-srt-faults-'));
  program = startSyntheticProgram();
  tags = new ProgramTags(program.hub);
  await until('the program to begin', () => program.hub.primePts !== null);
  files.rtmp = join(folder, 'rtmp.flv');
  files.srt = join(folder, 'srt.ts');
  rtmp = await startRtmpReceiver({ file: files.rtmp });
  const port = await freePort();
  srt = await startSrtListener({ port, file: files.srt });
  healthy = [send('rtmp', rtmp.url, rtmp.key), send('srt', `srt://127.0.0.1:${port}`)];
  for (const one of healthy) await becomes(one, 'live', 15_000);
  refusedBefore = program.encoder.stats().refused;
});
afterAll(async () => {
  await program.stop();
  await rm(folder, { recursive: true, force: true });
});

test.each([1, 2])(
  'F19: an SRT server that stands still is reported within ten seconds and sent to again (%i)',
  async (round) => {
    const port = await freePort();
    const still = await startSrtListener({ port, file: join(folder, `still-${round}.ts`) });
    const sick = send('sick', `srt://127.0.0.1:${port}`);
    await becomes(sick, 'live', 15_000);
    still.freeze();
    const frozenMs = performance.now();
    await until('it to be reported', () => sick.output.status().state !== 'live', { timeoutMs: 10_000 });
    expect(performance.now() - frozenMs).toBeLessThan(10_000);
    expect(sick.output.status().verdict).toMatch(/\w\.$/);
    // It stays like that for longer than any buffer on the way is deep.
    await lasts('the standstill', 8_000);
    await still.stop();
    const back = await startSrtListener({ port, file: join(folder, `back-${round}.ts`) });
    await becomes(sick, 'live', 25_000);
    await sick.output.stop();
    await back.stop();
  },
);

test('F20: the others lost no picture of it, by SRT as little as by RTMP, and the encoder never waited', async () => {
  for (const { output, seen } of healthy) {
    expect([output.id, seen]).toEqual([output.id, ['connecting', 'live']]);
    await output.stop();
  }
  await Promise.all([rtmp.exited, srt.exited]);
  for (const file of [files.rtmp, files.srt]) {
    const numbers = (await readCounters(file)).map(({ counter }) => counter);
    expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));
    expect(numbers.length).toBeGreaterThan(30 * 30);
  }
  const [one = [], two = []] = await Promise.all([files.rtmp, files.srt].map(readFrameHashes));
  const from = one.indexOf(two[0] ?? '');
  const [long, short] = from >= 0 ? [one.slice(from), two] : [two.slice(two.indexOf(one[0] ?? '')), one];
  const length = Math.min(long.length, short.length);
  expect(long.slice(0, length)).toEqual(short.slice(0, length));
  expect(program.encoder.stats()).toMatchObject({ runs: 1 });
  // As in rtmp-faults: an encoder that waited for these stalls would have been refused some thousand times.
  expect(program.encoder.stats().refused - refusedBefore).toBeLessThan(400);
});

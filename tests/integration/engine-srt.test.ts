import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SMALL, startSyntheticProgram, type SyntheticProgram } from '../support/engine/synthetic-program';
import { ProgramTags } from '../../engine/outputs/destination/rtmp/program-tags';
import { DestinationSupervisor } from '../../engine/outputs/destination/supervisor';
import { SrtConnection } from '../../engine/outputs/destination/srt-connection';
import { checkDestinationAddress } from '../../plugins/address';
import { srt } from '../../plugins/srt/srt';
import { readCounters } from '../support/eyes/media-file';
import { freePort } from '../../supervisor/ports';
import { until } from '../support/time/until';
import { lasts } from '../support/time/pace';

/** With what people have in passwords, but for what means something in the receiver's address. */
const PASSPHRASE = `CANARY p@ss'"w{r}$d#-${Math.random().toString(36).slice(2)}`;
const STREAM_ID = '#!::r=live/CANARY-id,m=publish';

let folder = '';
let program: SyntheticProgram;
let last: SrtConnection | null;
const cleanups: (() => unknown)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchline-srt-'));
  program = startSyntheticProgram();
  last = null;
  cleanups.push(
    () => rm(folder, { recursive: true, force: true }),
    () => program.stop(),
  );
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** An independent receiver: ffmpeg waits for one caller and writes what it gets. */
function receiver(port: number, file: string, passphrase = PASSPHRASE): ChildProcess {
  const url = `srt://127.0.0.1:${port}?mode=listener&passphrase=${passphrase}&latency=200000`;
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', '-i', url, '-c', 'copy', file], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  cleanups.push(() => child.kill('SIGKILL'));
  return child;
}

function pusher(port: number): DestinationSupervisor {
  const { url, options } = srt.ingest({ url: `srt://127.0.0.1:${port}` });
  const output = new DestinationSupervisor(
    {
      id: 'srt',
      plugin: 'srt',
      url,
      backupUrl: null,
      key: STREAM_ID,
      secrets: { passphrase: PASSPHRASE },
      options,
    },
    {
      program: {
        hub: program.hub,
        tags: new ProgramTags(program.hub),
        encoding: SMALL,
        originMs: 0,
      },
      checkAddress: (address) => checkDestinationAddress(address, { allowPrivate: true }),
      connect: (request, listener) => (last = new SrtConnection(request, listener)),
    },
  );
  cleanups.push(() => output.stop());
  output.start();
  return output;
}

it('sends the program encrypted, without a gap, and shows no secret to the rest of the machine', async () => {
  const port = await freePort();
  const file = join(folder, 'got.ts');
  const got = receiver(port, file);
  const push = pusher(port);
  await until('the server to take it', () => push.status().state === 'live', { timeoutMs: 20_000 });
  for (const what of ['cmdline', 'environ'])
    expect(await readFile(`/proc/${last?.pid ?? 0}/${what}`, 'utf8')).not.toContain('CANARY');
  await lasts('the stream', 4_000);
  const exited = once(got, 'exit');
  await push.stop();
  await exited;
  const numbers = (await readCounters(file)).map(({ counter }) => counter);
  expect(numbers.length).toBeGreaterThan(90);
  expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));
});

it('comes back automatically, and says what is wrong meanwhile', async () => {
  const port = await freePort();
  const push = pusher(port);
  await until('the absence to be reported', () => push.status().state === 'reconnecting', {
    timeoutMs: 10_000,
  });
  expect(push.status().verdict).toMatch(/\w\.$/);
  const first = receiver(port, join(folder, 'one.ts'));
  await until('the server to take it', () => push.status().state === 'live', { timeoutMs: 25_000 });
  first.kill('SIGKILL');
  await until('the loss to be seen', () => push.status().state !== 'live', { timeoutMs: 15_000 });
  receiver(port, join(folder, 'two.ts'));
  await until('the next server to take it', () => push.status().state === 'live', { timeoutMs: 25_000 });
  expect(JSON.stringify(push.status())).not.toContain('CANARY');
  expect(program.encoder.stats()).toMatchObject({ runs: 1 });
});

it('tells a wrong passphrase from a server that is not there', async () => {
  const port = await freePort();
  receiver(port, join(folder, 'no.ts'), 'another-passphrase');
  await lasts('the start of the server', 500);
  const push = pusher(port);
  await until('the refusal to be reported', () => push.health().failure === 'rejected', {
    timeoutMs: 15_000,
  });
});

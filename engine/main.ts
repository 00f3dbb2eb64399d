import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dispose } from '@livekit/rtc-node';
import pino from 'pino';
import { HLS_FOLDER } from '../core/hls-files';
import { Doorbell } from '../db/doorbell';
import { connect } from '../db/connect';
import { ENGINE_POOLS } from '../db/connection-budget';
import { listen } from '../db/listen';
import { createSecretBox, openKeyRing } from '../db/secrets';
import { checkDestinationAddress } from '../plugins/address';
import { readEngineConfig } from './config';
import { DestinationTests } from './destination-test/destination-tests';
import { EngineRooms } from '../livekit/engine-rooms';
import { Program } from './program';
import { redactedLines } from './redact';
import { WholeRecordings } from './recordings/whole-recordings';
import { Worker } from './worker';

/**
 * Ends with its parent, whatever happens to it: an orphaned engine would stay on the air. First thing, before
 * any wait.
 */
process.on('disconnect', () => process.exit(1));

/** Composition root of the engine process: builds everything once, closes it in reverse, decides nothing. */
async function main(): Promise<void> {
  const log = pino({ name: 'engine', base: { pid: process.pid } }, redactedLines(process.stdout));
  const config = readEngineConfig(process.env);
  const secrets = createSecretBox(await openKeyRing(config.dataDir, config.secretsKey));
  const recordingsDir = join(config.dataDir, 'recordings');
  const hlsDir = join(config.dataDir, HLS_FOLDER);
  for (const folder of [recordingsDir, hlsDir]) {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    const { mode, uid } = await stat(folder);
    // Nobody else on this machine sees what is not published; a volume that is not ours may refuse. With a
    // user of its own (supervisor/own-users.ts) the folder belongs to the web process' group as well.
    if (!made && uid === process.getuid?.() && (mode & 0o007) === 0) continue;
    await chmod(folder, 0o700).catch((error: unknown) => log.warn({ err: error }, 'readable by others'));
  }

  const sql = connect(config.databaseUrl, { max: ENGINE_POOLS.engine, name: 'touchline-engine' });
  const doorbell = new Doorbell(config.databaseUrl);
  const rooms = new EngineRooms(config.livekit);
  const worker = new Worker({
    sql,
    doorbell,
    secrets,
    log,
    maxEvents: config.maxEvents,
    alone: config.alone,
    start: (desired, store) => Program.create({ desired, store, rooms, config, recordingsDir, hlsDir, log }),
  });
  const listener = listen(config.databaseUrl, {
    onRing: ({ eventId, seq }) => worker.ring(eventId, seq),
    onListening: () => worker.ringAll(),
  });
  const tests = new DestinationTests({
    sql,
    doorbell,
    secrets,
    log,
    ffmpegPath: config.ffmpegPath,
    checkAddress: (url) => checkDestinationAddress(url, { allowPrivate: config.allowPrivateDestinations }),
  });
  const { ffmpegPath } = config;
  const recordings = new WholeRecordings({ sql, doorbell, log, recordingsDir, ffmpegPath });
  worker.start();
  tests.start();
  if (config.keepsRecordings) recordings.start();
  const progress = setInterval(() => process.send?.({ type: 'progress', ...worker.frames() }), 1000);

  let stopping = false;
  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    clearInterval(progress);
    tests.stop();
    await Promise.all([recordings.stop(), worker.stop()]);
    await listener.close();
    await doorbell.close();
    await sql.end({ timeout: 2 });
    await dispose();
    process.exit(0);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
  log.info('engine ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

import { hostname } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../../db/connect';
import { Leases } from '../../../engine/leases';
import { OutputSet } from '../../../engine/outputs/output-set';
import { OutputWatch } from '../../../engine/state/output-watch';
import { PlatformWatch, type PlatformWatchOptions } from '../../../engine/state/platform-watch';
import { readDesired } from '../../../engine/state/read-desired';
import { EngineStore } from '../../../engine/state/engine-store';
import { checkDestinationAddress } from '../../../plugins/address';
import type { TestServices } from '../web/test-services';
import { SMALL, startSyntheticProgram, type SyntheticProgram } from './synthetic-program';

/**
 * An engine's outputs on the truth of a real database, with a program that counts its pictures in the place
 * of cameras.
 */
export interface TestBoard {
  program: SyntheticProgram;
  /**
   * Reads what is wanted, does it, and writes what came of it, as the engine does at a doorbell and each
   * second.
   */
  round(): Promise<void>;
  stop(): Promise<void>;
}

export interface BoardOptions extends Pick<PlatformWatchOptions, 'createApi' | 'now'> {
  folder: string;
  /** In place of the servers of all destinations; nothing listens at their second ones. */
  ingest?: string;
}

/** Port 9 is that of a service which no machine runs any more. */
const NOBODY = 'rtmp://127.0.0.1:9/live';

export async function startBoard(
  services: TestServices,
  eventId: string,
  { folder, ingest, ...watch }: BoardOptions,
): Promise<TestBoard> {
  const sql = connect(services.database.engineUrl, { max: 2 });
  const lease = await new Leases(sql, { worker: 'test', host: hostname(), pid: process.pid }).take(eventId);
  if (!lease) throw new Error('the event is held by somebody else');
  const store = new EngineStore(sql, services.doorbell, lease);
  const program = startSyntheticProgram();
  const board = new OutputSet({
    hub: program.hub,
    saveRecording: (part) => store.recording(part),
    ffmpegPath: 'ffmpeg',
    recordingsDir: join(folder, 'recordings'),
    hlsDir: join(folder, 'hls'),
    checkAddress: (url) => checkDestinationAddress(url, { allowPrivate: true }),
    streamBeganMs: () => 0,
    onProblem: () => undefined,
  });
  const outputs = new OutputWatch(store);
  const platforms = new PlatformWatch({ store, ...watch });
  const round = async (): Promise<void> => {
    const desired = await readDesired(sql, services.secrets, eventId);
    if (!desired) throw new Error('the event is gone');
    const destinations = desired.destinations.map((one) =>
      ingest === undefined ? one : { ...one, url: ingest, backupUrl: one.backupUrl && NOBODY },
    );
    board.update({ ...desired, destinations, encoding: SMALL });
    platforms.look(desired.destinations, desired.status === 'live');
    await outputs.write(board.entries((id) => platforms.facts(id)));
  };
  return {
    program,
    round,
    stop: async () => {
      await board.stopAll(true);
      await program.stop();
      await sql.end();
    },
  };
}

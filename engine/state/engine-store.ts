import type { Topic, CameraConnection, LogKind, Severity } from '../../contract/vocabulary';
import type { Scene } from '../../contract/program';
import type { PlatformFacts } from '../../contract/destinations';
import { commit, type EventTx } from '../../db/commit';
import type { Sql } from '../../db/connect';
import type { Doorbell } from '../../db/doorbell';
import { setCameraConnection, touchCameras } from '../../db/queries/cameras';
import { holdsLease, type Lease } from '../../db/queries/leases';
import { writeLog } from '../../db/queries/logs';
import { saveOutput, savePlatformFacts } from '../../db/queries/desired-state';
import { closeLeftParts, type RecordingPart, saveRecordingPart } from '../../db/queries/recordings';
import { lockProgramSeq, raiseSeq, setSwitchMediaTime, writeSwitch } from '../../db/queries/switching';
import { writeEngineTelemetry } from '../../db/queries/telemetry';
import type { CameraMedia, OutputStatus } from '../types';

export interface FailoverReport {
  from: string | null;
  to: string | null;
  /** What the program shows now. */
  scene: Scene;
  /** Whether the ladder went to another camera, or cells of a layout have lost theirs. */
  by: 'ladder' | 'cells';
  /** `program.seq` that the engine had in hand when it decided; a later decision of the director wins. */
  seenSeq: number;
  /** A sentence for the director. */
  text: string;
}

export interface CameraChange {
  cameraId: string;
  connection: Exclude<CameraConnection, 'connecting' | 'weak'>;
  /** A line for the log, where the change deserves one. */
  text: string | null;
}

/**
 * What the engine writes to Postgres about one event. Every write is bound to the lease's fence: a holder
 * that was replaced while it was suspended changes nothing any more. Each method is one transaction, rejects
 * when the database is away, and returns whether the lease is still ours.
 */
export class EngineStore {
  readonly #sql: Sql;
  readonly #doorbell: Doorbell;
  readonly #lease: Lease;

  constructor(sql: Sql, doorbell: Doorbell, lease: Lease) {
    this.#sql = sql;
    this.#doorbell = doorbell;
    this.#lease = lease;
  }

  #write(work: (tx: EventTx, eventId: string) => Promise<void>): Promise<boolean> {
    return commit({ sql: this.#sql, doorbell: this.#doorbell }, { kind: 'engine' }, async (tx) => {
      const held = await holdsLease(tx, this.#lease);
      if (held) await work(tx, this.#lease.eventId);
      return held;
    });
  }

  /** Whether this engine still has the lease. */
  async isOurs(): Promise<boolean> {
    return this.#write(() => Promise.resolve());
  }

  /**
   * Logs the engine's decision as a switch. Nothing is written if the director has decided since.
   *
   * @returns the new `program.seq`; null where nothing was written
   */
  async failover({ from, to, scene, by, seenSeq, text }: FailoverReport): Promise<number | null> {
    let written: number | null = null;
    await this.#write(async (tx, eventId) => {
      if ((await lockProgramSeq(tx, eventId)) !== seenSeq) return;
      written = await writeSwitch(
        tx,
        { scene },
        {
          eventId,
          kind: by === 'cells' ? 'layout' : to ? 'cut' : 'slate',
          from,
          to,
          transition: 'cut',
          actor: 'Touchline',
          source: 'failover',
          requestId: null,
          ...(by === 'cells' && { data: { ...scene } }),
        },
      );
      await writeLog(tx, eventId, { kind: 'failover', severity: 'warning', text, data: { from, to } });
    });
    return written;
  }

  /** Raises no seq: no page shows it. */
  async switchShown(seq: number, mediaTimeMs: number): Promise<boolean> {
    return this.#write((tx, eventId) => setSwitchMediaTime(tx, eventId, seq, mediaTimeMs));
  }

  async cameras(changes: CameraChange[]): Promise<boolean> {
    return this.#write(async (tx, eventId) => {
      for (const { cameraId, connection, text } of changes) {
        await setCameraConnection(tx, eventId, cameraId, connection);
        if (!text) continue;
        const severity = connection === 'live' ? 'info' : 'warning';
        await writeLog(tx, eventId, { kind: 'camera', severity, text, data: { cameraId } });
      }
      await raise(tx, eventId, changes.some(({ text }) => text) ? ['cameras', 'log'] : ['cameras']);
    });
  }

  /** Last values of every camera, and a sign of life of those whose pictures arrive. */
  async telemetry(media: CameraMedia[], nowMs: number): Promise<boolean> {
    const fresh = media.filter(({ freshness }) => freshness === 'fresh');
    return this.#write(async (tx, eventId) => {
      for (const { cameraId, width, height, fps, unevenPerS, audioPeakDb, lastFrameAtMs, picture } of media) {
        await writeEngineTelemetry(
          tx,
          { eventId, cameraId },
          {
            width,
            height,
            fps: Math.round(fps * 10) / 10,
            unevenPerS,
            audioPeakDb: Math.round(audioPeakDb),
            ageMs: lastFrameAtMs === null ? null : Math.round(nowMs - lastFrameAtMs),
            picture,
          },
        );
      }
      await touchCameras(
        tx,
        fresh.map(({ cameraId }) => cameraId),
      );
    });
  }

  /**
   * Health of one output.
   * @param text the log's line of a change; empty for one that only the pages show, null for the figures of a
   * quiet second
   */
  async output(output: string, status: OutputStatus, kbps: number, text: string | null): Promise<boolean> {
    const { state, bytes, retries, verdict, side = null, remedy = null } = status;
    const topic = ['recording', 'viewers', 'hls'].includes(output) ? 'outputs' : 'destinations';
    return this.#write(async (tx, eventId) => {
      await saveOutput(tx, eventId, output, { state, bytes, kbps, retries, verdict, side, remedy });
      if (text === null) return;
      const well = (state === 'live' || state === 'off') && verdict === null;
      const severity = well ? 'info' : 'warning';
      if (text) await writeLog(tx, eventId, { kind: 'output', severity, text, data: { output, state } });
      await raise(tx, eventId, text ? [topic, 'log'] : [topic]);
    });
  }

  /** What a destination's platform reports. */
  async platform(destinationId: string, facts: PlatformFacts): Promise<boolean> {
    return this.#write(async (tx, eventId) => {
      const isNew = await savePlatformFacts(tx, eventId, destinationId, facts);
      if (isNew) await raise(tx, eventId, ['destinations']);
    });
  }

  async recording(part: RecordingPart): Promise<boolean> {
    return this.#write((tx, eventId) => saveRecordingPart(tx, eventId, part));
  }

  async closeLeftParts(): Promise<boolean> {
    return this.#write((tx, eventId) => closeLeftParts(tx, eventId));
  }

  /** A line of the log that changes nothing else, such as a restarted encoder. */
  async line(
    kind: LogKind,
    severity: Severity,
    text: string,
    data: { cameraId?: string } = {},
  ): Promise<boolean> {
    return this.#write(async (tx, eventId) => {
      await writeLog(tx, eventId, { kind, severity, text, data });
      await raise(tx, eventId, ['log']);
    });
  }
}

async function raise(tx: EventTx, eventId: string, topics: Topic[]): Promise<void> {
  const seq = await raiseSeq(tx, eventId, topics);
  if (seq === null) throw new Error('The event is gone.');
}

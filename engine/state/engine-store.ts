import type { Topic } from '../../contract/messages';
import type { PlatformFacts } from '../../core/platform-facts';
import { commit, type EventTx } from '../../db/commit';
import type { Doorbell } from '../../db/doorbell';
import type { Sql, Tx } from '../../db/connect';
import { raiseSeq, writeSwitch } from '../../db/queries/switching';
import type { Lease } from '../lease/leases';
import type { CameraMedia, OutputStatus, RecordingPart } from '../types';

export interface FailoverReport {
  from: string | null;
  to: string | null;
  /** `program.seq` that the engine had in hand when it decided; a later decision of the director wins. */
  seenSeq: number;
  /** A sentence for the director. */
  text: string;
}

export interface CameraChange {
  cameraId: string;
  connection: 'live' | 'late' | 'lost' | 'paused';
  /** A line for the log, where the change deserves one. */
  text: string | null;
}

/**
 * What the engine writes to Postgres about one event. Every write is bound to the lease's fence: a holder
 * that was replaced while it slept changes nothing any more. Each method is one transaction and rejects when
 * the database is away.
 */
export class EngineStore {
  constructor(
    private readonly sql: Sql,
    private readonly doorbell: Doorbell,
    private readonly lease: Lease,
  ) {}

  /** Runs `work` if the lease is still ours. False: the lease is lost. */
  private write(work: (tx: EventTx) => Promise<void>): Promise<boolean> {
    const { eventId, fence } = this.lease;
    return commit({ sql: this.sql, doorbell: this.doorbell }, { kind: 'engine' }, async (tx) => {
      const [held] =
        await tx`select 1 from engine_leases where event_id = ${eventId} and fence = ${fence} for share`;
      if (held) await work(tx);
      return held !== undefined;
    });
  }

  /**
   * Logs the ladder's decision as a switch. Nothing is written if the director has decided since.
   *
   * @returns the new `program.seq`; null where nothing was written
   */
  async failover(change: FailoverReport): Promise<number | null> {
    const { eventId } = this.lease;
    let written: number | null = null;
    await this.write(async (tx) => {
      const [event] = await tx<{ program_seq: number }[]>`
        select program_seq from events where id = ${eventId} for update`;
      if (!event || event.program_seq !== change.seenSeq) return;
      const { from, to, text } = change;
      written = await writeSwitch(
        tx,
        { onAir: to },
        {
          eventId,
          kind: to ? 'cut' : 'slate',
          from,
          to,
          transition: 'cut',
          actor: 'Touchline',
          source: 'failover',
          requestId: null,
        },
      );
      await logLine(tx, eventId, 'failover', 'warning', text, { from, to });
    });
    return written;
  }

  /** Says from which media time on a switch is on the air. Touches no seq: the desk need not hear of it. */
  async switchShown(seq: number, mediaTimeMs: number): Promise<boolean> {
    const { eventId } = this.lease;
    return this.write(async (tx) => {
      await tx`
        update switch_logs set media_time_ms = ${Math.round(mediaTimeMs)}
        where event_id = ${eventId} and seq = ${seq} and media_time_ms is null`;
    });
  }

  async cameras(changes: CameraChange[]): Promise<boolean> {
    const { eventId } = this.lease;
    return this.write(async (tx) => {
      for (const change of changes) {
        await tx`
          update cameras set connection = ${change.connection}, connection_since = now()
          where id = ${change.cameraId} and event_id = ${eventId}`;
        if (!change.text) continue;
        const severity = change.connection === 'live' ? 'info' : 'warning';
        await logLine(tx, eventId, 'camera', severity, change.text, { cameraId: change.cameraId });
      }
      await bump(tx, eventId, changes.some((change) => change.text) ? ['cameras', 'log'] : ['cameras']);
    });
  }

  /** Last values of every camera, and a sign of life of those whose pictures arrive. */
  async telemetry(media: CameraMedia[], nowMs: number): Promise<boolean> {
    const { eventId } = this.lease;
    const rows = media.map((camera) => ({
      camera_id: camera.cameraId,
      event_id: eventId,
      source: 'engine',
      data: {
        width: camera.width,
        height: camera.height,
        fps: Math.round(camera.fps * 10) / 10,
        audioPeakDb: Math.round(camera.audioPeakDb),
        ageMs: camera.lastFrameAtMs === null ? null : Math.round(nowMs - camera.lastFrameAtMs),
      },
    }));
    const fresh = media.filter((camera) => camera.freshness === 'fresh').map((camera) => camera.cameraId);
    return this.write(async (tx) => {
      for (const row of rows) {
        await tx`
          insert into camera_telemetry (camera_id, event_id, source, data)
          values (${row.camera_id}, ${eventId}, 'engine', ${tx.json(row.data)})
          on conflict (camera_id, source) do update set data = excluded.data, at = now()`;
      }
      await tx`
        update cameras set seen_at = now()
        where id = any (${fresh}::uuid[]) and seen_at < now() - interval '10 seconds'`;
    });
  }

  /**
   * Health of one output; `told` marks a change that the desk shows, as against the figures of a quiet
   * second.
   */
  async output(output: string, status: OutputStatus, kbps: number, told: string | null): Promise<boolean> {
    const { eventId } = this.lease;
    const topic = ['recording', 'viewers', 'hls'].includes(output) ? 'outputs' : 'destinations';
    return this.write(async (tx) => {
      await tx`
        insert into output_status (event_id, output, state, bytes, kbps, retries, verdict, side, remedy)
        values (${eventId}, ${output}, ${status.state}, ${Math.round(status.bytes)}, ${Math.round(kbps)},
                ${status.retries}, ${status.verdict}, ${status.side ?? null}, ${status.remedy ?? null})
        on conflict (event_id, output) do update set
          since = case when output_status.state = excluded.state then output_status.since else now() end,
          state = excluded.state, bytes = excluded.bytes, kbps = excluded.kbps, retries = excluded.retries,
          verdict = excluded.verdict, side = excluded.side, remedy = excluded.remedy, updated_at = now()`;
      if (told === null) return;
      const well = (status.state === 'live' || status.state === 'off') && status.verdict === null;
      const severity = well ? 'info' : 'warning';
      if (told) await logLine(tx, eventId, 'output', severity, told, { output, state: status.state });
      await bump(tx, eventId, told ? [topic, 'log'] : [topic]);
    });
  }

  /** What the platform itself says of a destination. Told to the desk where it says something new. */
  async platform(destinationId: string, facts: PlatformFacts): Promise<boolean> {
    const { eventId } = this.lease;
    return this.write(async (tx) => {
      const [row] = await tx<{ platform: PlatformFacts | null }[]>`
        select platform from output_status where event_id = ${eventId} and output = ${destinationId} for update`;
      if (!row) return;
      await tx`
        update output_status set platform = ${tx.json({ ...facts })}
        where event_id = ${eventId} and output = ${destinationId}`;
      const { health, message, viewers } = row.platform ?? { health: null, message: null, viewers: null };
      if (health === facts.health && message === facts.message && viewers === facts.viewers) return;
      await bump(tx, eventId, ['destinations']);
    });
  }

  /** A part is known by its file; its number is given here, so that it goes on counting after a takeover. */
  async recording(part: RecordingPart): Promise<boolean> {
    const { eventId } = this.lease;
    return this.write(async (tx) => {
      const [known] = await tx`
        update recordings
        set bytes = ${part.bytes}, media_start_ms = ${Math.round(part.mediaStartMs)}, ended_at = coalesce(${part.endedAt}, ended_at)
        where stream_id = ${part.streamId} and file = ${part.file} returning id`;
      if (known) return;
      await tx`
        insert into recordings (event_id, stream_id, part, file, media_start_ms, started_at, bytes, ended_at)
        select ${eventId}, ${part.streamId}, coalesce(max(part), 0) + 1, ${part.file},
               ${Math.round(part.mediaStartMs)}, ${part.startedAt}, ${part.bytes}, ${part.endedAt}
        from recordings where stream_id = ${part.streamId}`;
    });
  }

  /**
   * Parts that a killed engine left open: nobody writes to them any more, and what they hold can be
   * downloaded.
   */
  async closeLeftParts(): Promise<boolean> {
    const { eventId } = this.lease;
    return this.write(async (tx) => {
      await tx`update recordings set ended_at = now() where event_id = ${eventId} and ended_at is null`;
    });
  }

  /** A line of the log that changes nothing else, such as a restarted encoder. */
  async line(kind: string, severity: 'info' | 'warning' | 'error', text: string): Promise<boolean> {
    const { eventId } = this.lease;
    return this.write(async (tx) => {
      await logLine(tx, eventId, kind, severity, text, {});
      await bump(tx, eventId, ['log']);
    });
  }
}

async function bump(tx: EventTx, eventId: string, topics: Topic[]): Promise<void> {
  const seq = await raiseSeq(tx, eventId, topics);
  if (seq === null) throw new Error('The event is gone.');
}

async function logLine(
  tx: Tx,
  eventId: string,
  kind: string,
  severity: string,
  text: string,
  data: Record<string, string | null>,
): Promise<void> {
  await tx`
    insert into event_log (event_id, kind, severity, text, data)
    values (${eventId}, ${kind}, ${severity}, ${text.slice(0, 500)}, ${tx.json(data)})`;
}

import { z } from 'zod';
import type { Tx } from '../connect';
import { PICTURE_TROUBLES } from '../../contract/vocabulary';
import {
  PhoneTelemetry,
  type EngineTelemetry,
  type Telemetry,
  type EngineSlice,
} from '../../contract/messages';

/** Seconds. A phone reports every 2 s and the engine each second: an older value is worse than none. */
const TELEMETRY_STALE_AFTER_S = 8;

const Engine: z.ZodType<EngineTelemetry> = z.object({
  width: z.number(),
  height: z.number(),
  fps: z.number(),
  unevenPerS: z.number().optional(),
  audioPeakDb: z.number(),
  ageMs: z.number().nullable(),
  picture: z.enum(PICTURE_TROUBLES).nullish(),
});

export type CameraTelemetry = Telemetry['cameras'];

/**
 * Last values of all cameras of each event. Values that cannot be parsed are left out: they only feed meters.
 */
export async function readTelemetry(
  tx: Tx,
  eventIds: readonly string[],
): Promise<Map<string, CameraTelemetry>> {
  const rows = await tx<{ event_id: string; camera_id: string; source: string; data: unknown }[]>`
    select event_id, camera_id, source, data from camera_telemetry
    where event_id = any(${[...eventIds]}::uuid[]) and at > now() - make_interval(secs => ${TELEMETRY_STALE_AFTER_S})`;
  const all = new Map<string, CameraTelemetry>();
  for (const row of rows) {
    const cameras = all.get(row.event_id) ?? {};
    all.set(row.event_id, cameras);
    const camera = (cameras[row.camera_id] ??= {});
    if (row.source === 'phone') camera.phone = PhoneTelemetry.safeParse(row.data).data;
    else camera.engine = Engine.safeParse(row.data).data;
  }
  return all;
}

/** Stores a phone's last values; with the camera's own claims, so that no phone can report for another. */
export async function writePhoneTelemetry(
  tx: Tx,
  camera: { eventId: string; cameraId: string },
  data: PhoneTelemetry,
): Promise<void> {
  await tx`
    insert into camera_telemetry (camera_id, source, event_id, data, at)
    values (${camera.cameraId}, 'phone', ${camera.eventId}, ${tx.json({ ...data })}, now())
    on conflict (camera_id, source) do update set data = excluded.data, at = excluded.at`;
}

/** Transfer figures of the outputs, which change too often for the ordered updates. */
export async function readTransfers(
  tx: Tx,
  eventIds: readonly string[],
): Promise<Map<string, NonNullable<Telemetry['outputs']>>> {
  const rows = await tx<{ event_id: string; output: string; kbps: number; bytes: number; retries: number }[]>`
    select event_id, output, kbps, bytes, retries from output_status where event_id = any(${[...eventIds]}::uuid[])`;
  const all = new Map<string, NonNullable<Telemetry['outputs']>>();
  for (const { event_id, output, kbps, bytes, retries } of rows) {
    all.set(event_id, { ...all.get(event_id), [output]: { kbps, bytes, retries } });
  }
  return all;
}

/** Seconds. A holder renews its lease each second; after five missed ones nothing makes this program. */
const LEASE_STALE_AFTER_S = 5;
const Stats = z.object({ fps: z.number().catch(0), headroom: z.number().min(0).max(1).catch(0) });

/** The engine of each event that has one; the others are off. */
export async function readEngine(tx: Tx, eventIds: readonly string[]): Promise<Map<string, EngineSlice>> {
  const rows = await tx<{ event_id: string; status: EngineSlice['status']; stats: unknown }[]>`
    select event_id, status, stats from engine_leases
    where event_id = any(${[...eventIds]}::uuid[]) and renewed_at > now() - make_interval(secs => ${LEASE_STALE_AFTER_S})`;
  return new Map(
    rows.map((row) => {
      const stats = Stats.safeParse(row.stats);
      const { fps, headroom } = stats.success ? stats.data : { fps: 0, headroom: 0 };
      return [row.event_id, { status: row.status, fps, headroom }];
    }),
  );
}

export const ENGINE_OFF: EngineSlice = { status: 'off', fps: 0, headroom: 0 };

/** Stores an engine's last values of one camera. */
export async function writeEngineTelemetry(
  tx: Tx,
  camera: { eventId: string; cameraId: string },
  data: EngineTelemetry,
): Promise<void> {
  await tx`
    insert into camera_telemetry (camera_id, event_id, source, data)
    values (${camera.cameraId}, ${camera.eventId}, 'engine', ${tx.json({ ...data })})
    on conflict (camera_id, source) do update set data = excluded.data, at = now()`;
}

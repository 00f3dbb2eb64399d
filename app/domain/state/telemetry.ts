import { z } from 'zod';
import type { Tx } from '../../../db/connect';
import { PhoneTelemetry, type EngineTelemetry, type Telemetry } from '../../../contract/messages';

/** A phone tells every 2 s and the engine each second: after that long a value is worse than none. */
const STALE_AFTER_S = 8;

const Engine: z.ZodType<EngineTelemetry> = z.object({
  width: z.number(),
  height: z.number(),
  fps: z.number(),
  audioPeakDb: z.number(),
  ageMs: z.number().nullable(),
});

export type CameraTelemetry = Telemetry['cameras'];

/** Last values of all cameras of each event. What cannot be read is left out: it is only a meter. */
export async function readTelemetry(
  tx: Tx,
  eventIds: readonly string[],
): Promise<Map<string, CameraTelemetry>> {
  const rows = await tx<{ event_id: string; camera_id: string; source: string; data: unknown }[]>`
    select event_id, camera_id, source, data from camera_telemetry
    where event_id = any(${[...eventIds]}::uuid[]) and at > now() - make_interval(secs => ${STALE_AFTER_S})`;
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

/** Keeps a phone's last values; by the camera's own claims, so that one phone never speaks for another. */
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

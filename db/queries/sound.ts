import type { JSONValue } from 'postgres';
import type { MasterControls, SoundSlice, SourceControls } from '../../contract/sound';
import type { SoundWish, SourceWish } from '../../core/sound';
import type { Tx } from '../connect';

/** Who moves controls, with the seq that the move has raised. */
export interface Mover {
  eventId: string;
  seq: number;
  actor: string;
}

/** The mixer of the event `e`, as `StoredSound` reads it: every camera that is not removed is a source. */
export const soundOf = (tx: Tx) => tx`jsonb_build_object(
  'bus', (select jsonb_build_object('mode', b.mode, 'masterGainDb', b.master_gain_db, 'masterMuted', b.master_muted,
      'targetLufs', b.target_lufs, 'loudnessResets', b.loudness_resets, 'moved', b.moved)
    from sounds b where b.event_id = e.id),
  'sources', (select coalesce(jsonb_object_agg(c.id, jsonb_build_object(
      'gainDb', coalesce(s.gain_db, 0), 'muted', coalesce(s.muted, false), 'delayMs', coalesce(s.delay_ms, 0),
      'pan', coalesce(s.pan, 0), 'lowCut', coalesce(s.low_cut, false), 'lowCutHz', coalesce(s.low_cut_hz, 80),
      'mode', s.mode, 'moved', coalesce(s.moved, '{}'))), '{}')
    from cameras c left join sound_sources s on s.camera_id = c.id
    where c.event_id = e.id and c.state <> 'removed'))`;

/** The mixer alone, with the event's seq. */
export async function readSound(tx: Tx, eventId: string): Promise<{ seq: number; sound: unknown } | null> {
  const [row] = await tx<{ seq: number; sound: unknown }[]>`
    select e.seq, ${soundOf(tx)} as sound from events e where e.id = ${eventId}`;
  return row ?? null;
}

/** Those of the ids that are cameras of the event, and not removed. */
export async function findSources(tx: Tx, eventId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx<{ id: string }[]>`
    select id from cameras where event_id = ${eventId} and id = any(${[...ids]}::uuid[]) and state <> 'removed'`;
  return new Set(rows.map(({ id }) => id));
}

export async function wasMoved(tx: Tx, eventId: string, requestId: string): Promise<boolean> {
  const rows =
    await tx`select 1 from sound_changes where event_id = ${eventId} and request_id = ${requestId}`;
  return rows.length > 0;
}

export async function insertMove(
  tx: Tx,
  { eventId, seq, actor }: Mover,
  requestId: string | null,
  data: unknown,
): Promise<void> {
  await tx`
    insert into sound_changes (event_id, seq, actor, request_id, data)
    values (${eventId}, ${seq}, ${actor}, ${requestId}, ${tx.json(data as JSONValue)})`;
}

const movedBy = (tx: Tx, { actor, seq }: Mover, controls: readonly string[]) => tx`
  moved || (select coalesce(jsonb_object_agg(control, jsonb_build_object('by', ${actor}::text, 'at', now(), 'seq', ${seq}::bigint)), '{}')
    from unnest(${[...controls]}::text[]) as control)`;

/** Controls that are undefined stay as they are. */
export async function writeBus(
  tx: Tx,
  mover: Mover,
  change: Pick<SoundWish, 'mode' | 'targetLufs'> & { master?: Partial<MasterControls>; resets?: boolean },
): Promise<void> {
  const { mode, targetLufs, master = {}, resets = false } = change;
  const moved: (keyof SoundSlice['moved'] | keyof MasterControls)[] = [
    ...(mode === undefined ? [] : ['mode' as const]),
    ...(targetLufs === undefined ? [] : ['targetLufs' as const]),
    ...(master.gainDb === undefined ? [] : ['gainDb' as const]),
    ...(master.muted === undefined ? [] : ['muted' as const]),
    ...(resets ? ['loudness' as const] : []),
  ];
  if (moved.length === 0) return;
  await tx`insert into sounds (event_id) values (${mover.eventId}) on conflict do nothing`;
  await tx`
    update sounds set mode = coalesce(${mode ?? null}, mode),
      target_lufs = ${targetLufs === undefined ? tx`target_lufs` : targetLufs},
      master_gain_db = coalesce(${master.gainDb ?? null}, master_gain_db),
      master_muted = coalesce(${master.muted ?? null}, master_muted),
      loudness_resets = loudness_resets + ${resets ? 1 : 0},
      moved = ${movedBy(tx, mover, moved)}
    where event_id = ${mover.eventId}`;
}

/** Likewise of one source. */
export async function writeSource(tx: Tx, mover: Mover, cameraId: string, change: SourceWish): Promise<void> {
  const moved = Object.entries(change).flatMap(([control, value]) => (value === undefined ? [] : [control]));
  if (moved.length === 0) return;
  const { gainDb, muted, delayMs, pan, lowCut, lowCutHz, mode }: Partial<SourceControls> | SourceWish =
    change;
  await tx`
    insert into sound_sources (event_id, camera_id) values (${mover.eventId}, ${cameraId}) on conflict do nothing`;
  await tx`
    update sound_sources set gain_db = coalesce(${gainDb ?? null}, gain_db), muted = coalesce(${muted ?? null}, muted),
      delay_ms = coalesce(${delayMs ?? null}, delay_ms), pan = coalesce(${pan ?? null}, pan),
      low_cut = coalesce(${lowCut ?? null}, low_cut), low_cut_hz = coalesce(${lowCutHz ?? null}, low_cut_hz),
      mode = ${mode === undefined ? tx`mode` : mode},
      moved = ${movedBy(tx, mover, moved)}
    where event_id = ${mover.eventId} and camera_id = ${cameraId}`;
}

import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { logOf } from '../../tests/support/touchline';
import type { Show } from './show';

/** A cut and when what happened, all ms since 1970 by the one clock of this machine. */
export interface TimedCut {
  /** Number of the camera that was cut to. */
  camera: number;
  /** The command left this process. */
  sentMs: number;
  /** `switch_logs.at`: the transaction that commits the cut began. The commit itself is some milliseconds later. */
  loggedMs: number;
  /** The answer was here: the cut is committed for certain. */
  answeredMs: number;
  /** The engine composed the first frame with it and gave it to the encoder. Null when it did not say so. */
  composedMs: number | null;
}

/** Every moment of a frame and of a keyframe interval comes up. */
const pause = (): Promise<void> => wait(900 + Math.random() * 700);

/** Cuts around all cameras. All of them are received throughout, so each is warm. */
export async function makeCuts(show: Show, count: number): Promise<TimedCut[]> {
  const made: (Omit<TimedCut, 'loggedMs' | 'composedMs'> & { seq: number })[] = [];
  for (let i = 1; i <= count; i++) {
    const camera = show.cameras[i % show.cameras.length];
    if (!camera) throw new Error('There is no camera to cut to.');
    await pause();
    const sentMs = Date.now();
    const { seq } = await show.cut(camera.cameraId);
    made.push({ camera: camera.number, sentMs, answeredMs: Date.now(), seq });
  }
  await wait(1_500);
  const [logged, composed] = [await loggedTimes(show, count), await composedTimes(show)];
  return made.flatMap(({ seq, ...cut }) => {
    const loggedMs = logged.get(seq);
    return loggedMs === undefined ? [] : [{ ...cut, loggedMs, composedMs: composed.get(seq) ?? null }];
  });
}

const Switches = z.object({ rows: z.array(z.object({ seq: z.number(), at: z.coerce.date() })) });

async function loggedTimes(show: Show, count: number): Promise<Map<number, number>> {
  const path = `/api/v1/events/${show.slug}/switches?limit=${Math.min(200, count + 10)}`;
  const { rows } = Switches.parse((await show.product.api<unknown>('GET', path)).body);
  return new Map(rows.map(({ seq, at }) => [seq, at.getTime()]));
}

const CutShownLine = z.object({ msg: z.literal('cut shown'), seq: z.number(), time: z.number() });

/** From the engine's log, whose lines bear the time. */
async function composedTimes(show: Show): Promise<Map<number, number>> {
  const lines = (await logOf(show.product, 'engine'))
    .split('\n')
    .filter((line) => line.includes('cut shown'));
  return new Map(
    lines.flatMap((line) => {
      const { data } = CutShownLine.safeParse(JSON.parse(line));
      return data ? [[data.seq, data.time] as const] : [];
    }),
  );
}

import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { logOf } from '../../tests/support/product/product';
import type { Show } from './show';

/** A cut with its times, all ms since 1970 by the one clock of this machine. */
export interface TimedCut {
  /** Number of the camera that was cut to. */
  camera: number;
  /** When the command was sent. */
  sentMs: number;
  /** When the web process knew from Postgres that the cut is committed. */
  committedMs: number;
  /**
   * When the engine composed the first frame with it and gave it to the encoder. Null when it did not report
   * it.
   */
  composedMs: number | null;
}

/** So that cuts fall on every moment of a frame and of a keyframe interval. */
const pause = (): Promise<void> => wait(900 + Math.random() * 700);

/** Cuts around all cameras. All of them are received throughout, so each is warm. */
export async function makeCuts(show: Show, count: number): Promise<TimedCut[]> {
  const made: (Pick<TimedCut, 'camera' | 'sentMs'> & { seq: number })[] = [];
  for (let i = 1; i <= count; i++) {
    const camera = show.cameras[i % show.cameras.length];
    if (!camera) throw new Error('There is no camera to cut to.');
    await pause();
    const sentMs = Date.now();
    const { seq } = await show.cut(camera.cameraId);
    made.push({ camera: camera.number, sentMs, seq });
  }
  await wait(1_500);
  const [committed, composed] = [
    await loggedTimes(show, 'web', 'cut committed'),
    await loggedTimes(show, 'engine', 'cut shown'),
  ];
  return made.flatMap(({ seq, ...cut }) => {
    const committedMs = committed.get(seq);
    return committedMs === undefined ? [] : [{ ...cut, committedMs, composedMs: composed.get(seq) ?? null }];
  });
}

/** The engine logs milliseconds, the web process a date. */
const LogTime = z.union([z.number(), z.iso.datetime().transform((text) => Date.parse(text))]);
const SaidOfCut = z.object({ msg: z.string(), seq: z.number(), time: LogTime });

/** When a process logged each cut, by the time of its log lines. */
async function loggedTimes(show: Show, process: string, words: string): Promise<Map<number, number>> {
  const lines = (await logOf(show.product, process)).split('\n').filter((line) => line.includes(words));
  return new Map(
    lines.flatMap((line) => {
      const { data } = SaidOfCut.safeParse(JSON.parse(line));
      return data?.msg === words ? [[data.seq, data.time] as const] : [];
    }),
  );
}

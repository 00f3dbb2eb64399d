import type { Page } from 'playwright';
import { expect } from 'vitest';
import { readMarkFromPage } from '../eyes/eyes';
import type { LiveShow } from './live-show';
import { blackOnes, longestStillMs, missingFrames, seeProgram, type SeenFrame } from '../eyes/program-view';
import { BYTES_A_SECOND } from '../stations/rtmp-station';
import { until } from '../time/until';

/** A director's page and a viewer's page of a show, and what a test sees through them. */
export interface ProductionDesk {
  /** Ids of the two cameras. */
  main: string;
  goal: string;
  director: Page;
  viewer: Page;
  /** The director's button of a camera. */
  tile(label: string): ReturnType<Page['getByRole']>;
  onViewer(camera: number): Promise<unknown>;
  /** A frozen picture has a number too: the number must move on. */
  movesOnViewer(camera: number): Promise<void>;
  /** See `watchAir`. */
  watchAir(): Promise<() => Promise<SeenFrame[]>>;
  /** What the log says was put on the air, oldest first. */
  order(): Promise<(string | null)[]>;
}

export async function openDesk(show: LiveShow): Promise<ProductionDesk> {
  const director = await show.open(show.event.directorUrl);
  const viewer = await show.open(show.event.watchUrl);
  const seen = () => readMarkFromPage(viewer, 'video');
  return {
    main: show.cameras[0]?.cameraId ?? '',
    goal: show.cameras[1]?.cameraId ?? '',
    director,
    viewer,
    tile: (label) => director.getByRole('button', { name: label, exact: true }),
    onViewer: (camera) =>
      until(`camera ${camera} on the viewer's page`, async () => (await seen())?.camera === camera),
    async movesOnViewer(camera) {
      let before: number | undefined;
      await until(`moving pictures of camera ${camera} on the viewer's page`, async () => {
        const mark = await seen();
        const moved = mark?.camera === camera && before !== undefined && mark.frame !== before;
        before = mark?.camera === camera ? mark.frame : undefined;
        return moved;
      });
    },
    watchAir: () => watchAir(show),
    order: async () => (await show.switches()).map(({ to }) => to),
  };
}

/** Begins to watch the first server; the call that comes back gives every picture since. */
export async function watchAir(show: LiveShow): Promise<() => Promise<SeenFrame[]>> {
  // First: to decode may take longer than the margin below.
  const beganBytes = await show.first.bytes();
  const before = await seeProgram(await show.first.copyLast('air-before.ts', 4));
  const fromMs = before.at(-1)?.ptsMs ?? 0;
  return async () => {
    // By bytes: a program with many cuts has more of them a second.
    const seconds = ((await show.first.bytes()) - beganBytes) / BYTES_A_SECOND;
    const sent = await seeProgram(await show.first.copyLast('air-after.ts', seconds + 10));
    const since = sent.filter(({ ptsMs }) => ptsMs >= fromMs);
    // Else the wanted part is not in the file, and nothing could be concluded.
    expect(since.length).toBeLessThan(sent.length);
    return since;
  };
}

/** The program went on: every picture of every thirtieth of a second came, none is black, and they move. */
export function expectUndisturbed(sent: SeenFrame[]): void {
  expect(missingFrames(sent)).toBe(0);
  expect(blackOnes(sent)).toEqual([]);
  expect(longestStillMs(sent)).toBeLessThanOrEqual(500);
}

/** Waits for pictures of a camera that follow one another at the first server. */
export async function movingAtServer({ first }: LiveShow, camera: number): Promise<void> {
  await until(`moving pictures of camera ${camera} at the server`, async () => {
    const seen = await seeProgram(await first.copyLast('on-air.ts', 2)).catch(() => []);
    const [before, last] = [seen.at(-10)?.mark, seen.at(-1)?.mark];
    return last?.camera === camera && before?.camera === camera && before.frame !== last.frame;
  });
}

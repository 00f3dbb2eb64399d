import type { Page } from 'playwright';
import { CELL, COLUMNS, MARGIN, markOf, ROWS, type Mark } from '../../demo/mark/code';
import type { Sighting } from './arrivals';

export interface ScreenWatch {
  /** All frames that were shown since the watch began, oldest first. */
  sightings(): Promise<Sighting[]>;
}

/**
 * Records every frame that a page's <video> shows: the burned-in number and when the browser expects it to be
 * visible. Only the strip with the number is read back, so that this costs the page little.
 */
export async function watchScreen(page: Page, selector: string): Promise<ScreenWatch> {
  // tsx marks inner functions by a helper that the page does not have.
  await page.evaluate('globalThis.__name = (target) => target');
  const list = await page.evaluateHandle(
    ({ selector, cell, margin, columns, rows }) => {
      const video = document.querySelector(selector);
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      if (!(video instanceof HTMLVideoElement) || !context)
        throw new Error('There is no player on this page.');
      // The page's clock is its own; the system's is what all processes share. Date.now() is cut to
      // milliseconds.
      let originMs = 0;
      for (const until = performance.now() + 50; performance.now() < until;)
        originMs = Math.max(originMs, Date.now() - performance.now());
      const seen: { atMs: number; lumas: number[] }[] = [];

      const strip = (): number[] => {
        const { videoWidth: width, videoHeight: height } = video;
        const size = cell * height;
        const [wide, high] = [Math.ceil(size * columns), Math.ceil(size * rows)];
        const left = width - margin * height - size * columns;
        const top = height - margin * height - size * rows;
        context.canvas.width = wide;
        context.canvas.height = high;
        context.drawImage(video, left, top, wide, high, 0, 0, wide, high);
        const { data } = context.getImageData(0, 0, wide, high);
        return Array.from({ length: columns * rows }, (_, i) => {
          const [x, y] = [((i % columns) + 0.5) * size, (Math.floor(i / columns) + 0.5) * size];
          let sum = 0;
          for (let dy = -2; dy <= 2; dy++)
            for (let dx = -2; dx <= 2; dx++)
              sum += data[(Math.round(y + dy) * wide + Math.round(x + dx)) * 4 + 1] ?? 0;
          return sum / 25;
        });
      };
      const look = (_now: number, { expectedDisplayTime }: VideoFrameCallbackMetadata) => {
        video.requestVideoFrameCallback(look);
        seen.push({ atMs: originMs + expectedDisplayTime, lumas: strip() });
      };
      video.requestVideoFrameCallback(look);
      return seen;
    },
    { selector, cell: CELL, margin: MARGIN, columns: COLUMNS, rows: ROWS },
  );
  return {
    sightings: async () =>
      (await list.jsonValue()).map(({ atMs, lumas }) => ({ atMs, mark: markFrom(lumas) })),
  };
}

/** The corners are two white and two black cells; the threshold is half-way between them. */
function markFrom(lumas: readonly number[]): Mark | null {
  const corners = [0, COLUMNS - 1, COLUMNS, 2 * COLUMNS - 1].map((i) => lumas[i] ?? 0);
  const threshold = corners.reduce((sum, luma) => sum + luma, 0) / corners.length;
  return markOf(lumas.map((luma) => luma > threshold));
}

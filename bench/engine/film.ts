import { ensureLoop } from '../../demo/loop/cache';

/** The film and the number of the simulated cameras. */
export const FILM = { width: 1280, height: 720, seconds: 60 } as const;
export const CAMERAS = [1, 2, 3, 4] as const;

/** The folder with the cameras' loops. They are drawn once, before any measurement. */
export async function ensureFilm(): Promise<string> {
  let told = 0;
  return ensureLoop({
    ...FILM,
    cameras: CAMERAS,
    onProgress: (percent) => {
      if (percent < told + 10) return;
      told = percent;
      console.error(`Drawing the simulated match, once: ${percent} %`);
    },
  });
}

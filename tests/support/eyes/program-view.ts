import { decodeFrames, readMark, type Mark } from './eyes';

/** One picture of the program: when it is shown, and the burned-in number, null for the slate. */
export interface SeenFrame {
  ptsMs: number;
  mark: Mark | null;
  /** Mean luma, 16 for black. */
  luma: number;
}

/** Every picture of a file of the program, by its burned-in number. */
export async function seeAll(file: string, maxFrames?: number): Promise<SeenFrame[]> {
  const frames: SeenFrame[] = [];
  for await (const { ptsMs, picture } of decodeFrames(file, { width: 640, height: 360, maxFrames })) {
    const luma = picture.data.reduce((sum, value) => sum + value, 0) / picture.data.length;
    frames.push({ ptsMs, mark: readMark(picture), luma });
  }
  return frames;
}

/**
 * Without what comes before the first camera picture: a stream that was cut anywhere begins with pictures
 * that have nothing to refer to.
 */
export async function seeProgram(file: string, maxFrames?: number): Promise<SeenFrame[]> {
  const frames = await seeAll(file, maxFrames);
  const first = frames.findIndex(({ mark }) => mark);
  return first < 0 ? [] : frames.slice(first);
}

/** What was on the air, one entry for each change: camera number, null for the slate. */
export function airOrder(frames: readonly { mark: Mark | null }[]): (number | null)[] {
  return frames
    .map(({ mark }) => mark?.camera ?? null)
    .filter((camera, i, all) => i === 0 || camera !== all[i - 1]);
}

/** Longest step between neighbouring pictures, ms. */
export function longestGapMs(frames: readonly { ptsMs: number }[]): number {
  return frames.reduce(
    (most, frame, i) => Math.max(most, frame.ptsMs - (frames[i - 1]?.ptsMs ?? frame.ptsMs)),
    0,
  );
}

/** Pictures that should be between the first and the last one and are not, by their times. */
export function missingFrames(frames: readonly { ptsMs: number }[], fps = 30): number {
  return frames.reduce((missing, frame, i) => {
    const stepMs = frame.ptsMs - (frames[i - 1]?.ptsMs ?? frame.ptsMs - 1000 / fps);
    return missing + Math.max(0, Math.round((stepMs * fps) / 1000) - 1);
  }, 0);
}

/** Pictures that a viewer would call black: darker than any slate (about 65) or scene (above 40). */
export function blackOnes(frames: readonly SeenFrame[]): SeenFrame[] {
  return frames.filter(({ luma }) => luma < 30);
}

/** Longest time that one and the same camera picture stood still, ms. */
export function longestStillMs(frames: readonly SeenFrame[]): number {
  let since = 0;
  let most = 0;
  frames.forEach((frame, i) => {
    const before = frames[i - 1];
    const still =
      frame.mark &&
      before?.mark &&
      frame.mark.camera === before.mark.camera &&
      frame.mark.frame === before.mark.frame;
    if (!still) since = frame.ptsMs;
    most = Math.max(most, frame.ptsMs - since);
  });
  return most;
}

import type { RtmpStation } from '../support/stations/rtmp-station';
import { type SeenFrame, seeAll } from '../support/eyes/program-view';
import type { Silence } from './wire';
import { clock, type FaultTime, SKEW_S, type Timeline } from './timeline';

/** Pictures that a viewer would call black: darker than any slate (about 65) or scene (above 40). */
const BLACK = 30;
/** How long a picture may stand still: another one is on the air within a second (F11). */
const STILL_MS = 1_000;
/** What a fault may do to the output shows so long after its end: processes start again, caches fill. */
const AFTER_S = 8;
/** Two frames of 30 a second are 66.7 ms apart in a file whose times are in 90,000ths. */
const ROUNDING_MS = 1;

/** When each connection to a server began to send, s, as it is seen by who looks now and then. */
export function watchConnections(
  timeline: Timeline,
  station: RtmpStation,
): { begunS: number[]; end(): void } {
  const begunS: number[] = [];
  const timer = setInterval(() => {
    const index = station.files().length - 1;
    if (begunS[index] !== undefined) return;
    void station.arrived(index).then((arrived) => arrived && (begunS[index] ??= timeline.nowS()));
  }, 100);
  return { begunS, end: () => clearInterval(timer) };
}

/**
 * What may be missing at a time: by the most generous of the faults that are still felt then. A busy machine
 * makes the program late, and what happened to it seems earlier.
 */
function allowed(timeline: Timeline, atS: number, of: (fault: FaultTime) => number, usual: number): number {
  return Math.max(
    usual,
    ...timeline.faults
      .filter(({ fromS, toS }) => fromS - SKEW_S * timeline.patience <= atS && atS <= toS + AFTER_S)
      .map(of),
  );
}

/** Silences of a healthy line that are longer than their faults allow. */
export function checkWire(timeline: Timeline, silences: readonly Silence[]): void {
  for (const { fromS, ms } of silences) {
    const limit = timeline.patience * allowed(timeline, fromS, ({ silenceMs }) => silenceMs, 1_000);
    if (ms <= limit) continue;
    timeline.violate({
      atS: fromS,
      what: `the healthy output was silent for ${ms.toFixed(0)} ms`,
      evidence: `allowed are ${limit} ms`,
    });
  }
}

/** Decodes everything that the healthy server got, and says what must not be in it. @returns pictures seen */
export async function checkAir(
  timeline: Timeline,
  station: RtmpStation,
  begunS: readonly number[],
): Promise<{ frames: number; last: SeenFrame | null }> {
  let frames = 0;
  let last: SeenFrame | null = null;
  for (const [index] of station.files().entries()) {
    const begun = begunS[index];
    // It ended before anything came.
    if (begun === undefined) continue;
    const file = await station.copy('chaos.ts', index);
    // Also the slate that an engine begins with: times are counted from the first picture.
    const seen = await seeAll(file).catch(() => []);
    frames += seen.length;
    last = seen.at(-1) ?? last;
    lookAt(timeline, seen, begun);
  }
  return { frames, last };
}

function lookAt(timeline: Timeline, seen: readonly SeenFrame[], begunS: number): void {
  const first = seen[0]?.ptsMs ?? 0;
  let stillSince = first;
  let black = 0;
  seen.forEach((frame, at) => {
    const atS = begunS + (frame.ptsMs - first) / 1000;
    const before = seen[at - 1] ?? frame;
    const stepMs = frame.ptsMs - before.ptsMs;
    const limit = allowed(timeline, atS, (fault) => fault.stepMs, 100);
    if (stepMs > limit + ROUNDING_MS)
      timeline.violate({
        atS,
        what: `no picture for ${stepMs.toFixed(0)} ms of the program`,
        evidence: `allowed are ${limit} ms; picture ${at} of a connection since ${clock(begunS)}`,
      });
    const isStill =
      frame.mark && before.mark?.camera === frame.mark.camera && before.mark.frame === frame.mark.frame;
    const stoodMs = before.ptsMs - stillSince;
    if (!isStill || at === seen.length - 1) {
      // A program that is missing for a while stands still meanwhile.
      if (stoodMs > timeline.patience * Math.max(STILL_MS, limit) && at > 0)
        timeline.violate({
          atS: atS - stoodMs / 1000,
          what: `the picture of camera ${before.mark?.camera} stood still for ${stoodMs.toFixed(0)} ms`,
          evidence: `frame ${before.mark?.frame} of its film`,
        });
      stillSince = frame.ptsMs;
    }
    const isBlack = frame.luma < BLACK;
    if (black > 0 && (!isBlack || at === seen.length - 1))
      timeline.violate({ atS, what: `${black} black pictures`, evidence: `up to picture ${at}` });
    black = isBlack ? black + 1 : 0;
  });
}

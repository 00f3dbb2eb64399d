import type { Timeline } from './timeline';

const LOOK_MS = 50;
/** More than a handshake of RTMP (3 KB each way) and less than a tenth of a second of the program (13 KB). */
const PROGRESS_BYTES = 8_000;
/** When the tests' own process was not run for so long, it saw nothing, and that was nobody's fault. */
const OVERSLEPT_MS = 250;
/** Shorter ones are of no interest. */
const SILENCE_MS = 400;

export interface Silence {
  fromS: number;
  ms: number;
}

/** Watches what goes over a line to a server. */
export function watchWire(timeline: Timeline, bytes: () => number): { silences: Silence[]; end(): void } {
  const silences: Silence[] = [];
  let seen = bytes();
  let quietMs = 0;
  let lookedMs = performance.now();
  const look = () => {
    const now = performance.now();
    const passed = now - lookedMs;
    lookedMs = now;
    quietMs += passed > OVERSLEPT_MS ? LOOK_MS : passed;
    if (bytes() - seen < PROGRESS_BYTES) return;
    if (quietMs > SILENCE_MS) silences.push({ fromS: timeline.nowS() - quietMs / 1000, ms: quietMs });
    seen = bytes();
    quietMs = 0;
  };
  const timer = setInterval(look, LOOK_MS);
  const end = () => {
    clearInterval(timer);
    if (quietMs > SILENCE_MS) silences.push({ fromS: timeline.nowS() - quietMs / 1000, ms: quietMs });
  };
  return { silences, end };
}

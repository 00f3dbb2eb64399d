import type { OutputState } from '../../../contract/vocabulary';

export interface OutputChange {
  state: OutputState;
  atMs: number;
}

export interface Uptime {
  /** For how long it was meant to run, seconds. */
  onS: number;
  /** For how long it was really fed, seconds. */
  liveS: number;
  /** How often it was fed and then was not, without being turned off. */
  interruptions: number;
}

/**
 * How an output did between two times, from the changes of its state in their order. A change before `fromMs`
 * says how it began; before the first one it was off.
 */
export function uptimeOf(changes: readonly OutputChange[], fromMs: number, toMs: number): Uptime {
  const uptime: Uptime = { onS: 0, liveS: 0, interruptions: 0 };
  changes.forEach(({ state, atMs }, index) => {
    const next = changes[index + 1];
    const lastedS = (Math.min(next?.atMs ?? toMs, toMs) - Math.max(atMs, fromMs)) / 1000;
    if (lastedS < 0) return;
    if (state !== 'off') uptime.onS += lastedS;
    if (state === 'live') uptime.liveS += lastedS;
    // What was fed before belongs to the rehearsal: the watch page leaves its room for the program's when the
    // run begins.
    const within = state === 'live' && atMs >= fromMs && next && next.atMs < toMs;
    if (within && next.state !== 'live' && next.state !== 'off') uptime.interruptions += 1;
  });
  return uptime;
}

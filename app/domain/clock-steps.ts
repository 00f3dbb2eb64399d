import { readFileSync } from 'node:fs';
import { TOPICS } from '../../contract/vocabulary';
import { repeat } from '../../core/time/repeat';
import { purpose } from '../../db/claims';
import { commit, type EventTx } from '../../db/commit';
import {
  type ClockOffset,
  databaseNow,
  lockOffset,
  moveTimes,
  writeOffset,
} from '../../db/queries/machine-clock';
import { raiseSeq } from '../../db/queries/switching';
import type { Services } from '../services';

/** A clock that is steered (NTP) is at most 0.5 ms a second off; less than this nobody sees on a clock. */
const STEP_MS = 1_000;
/** What was stamped in between is off by the step; a moment of a show. */
const LOOK_EVERY_MS = 500;
/** A database elsewhere has a clock of its own. */
const ASK_DATABASE_EVERY_MS = 10_000;
/** An answer that took longer says too little of the time at which it was given. */
const MAX_ASKED_MS = 500;

/** Milliseconds of the clock that never steps, the same for all processes of this machine. */
const steadyMs = (): number => Number(process.hrtime.bigint()) / 1e6;

export interface Clocks {
  /** The database's clock, of which all times are, ms since 1970; ours where it is the same to a second. */
  nowMs(): number;
  /** Ends the watch. */
  close(): void;
}

/**
 * Durations are differences of times in the database, and a clock that is set in mid-show changes them: a
 * match clock would jump by an hour (safety F24). So times of what is under way move with the clock, by one
 * process for all.
 * @param onStep a clock was set, and times have moved with it
 */
export function watchClocks(
  services: Pick<Services, 'sql' | 'doorbell' | 'log'>,
  onStep: (nowMs: number) => void,
): Clocks {
  let seen: { webMs: number; databaseMs: number } | null = null;
  let askedAtMs = 0;
  const nowMs = (): number => {
    const aheadMs = seen ? steadyMs() + seen.databaseMs - Date.now() : 0;
    return Date.now() + (Math.abs(aheadMs) >= STEP_MS ? aheadMs : 0);
  };
  const look = async (): Promise<void> => {
    const webMs = Date.now() - steadyMs();
    const stepped = seen !== null && Math.abs(webMs - seen.webMs) >= STEP_MS;
    if (seen && !stepped && performance.now() - askedAtMs < ASK_DATABASE_EVERY_MS) return;
    const found = await followClock(services);
    if (!found) return;
    const before = seen;
    askedAtMs = performance.now();
    seen = { webMs, databaseMs: found.databaseMs };
    if (before && Math.abs(found.databaseMs - before.databaseMs) >= STEP_MS) onStep(nowMs());
  };
  const close = repeat(LOOK_EVERY_MS, look, (err) => services.log.debug({ err }, 'clocks were not compared'));
  return { nowMs, close };
}

/**
 * Compares the database's clock with what is written of it, and moves times where it was set.
 * @returns null where it took too long to be compared
 */
export function followClock(
  services: Pick<Services, 'sql' | 'doorbell' | 'log'>,
): Promise<{ databaseMs: number; moved: boolean } | null> {
  return commit(services, purpose('clock'), async (tx) => {
    const before = await lockOffset(tx);
    const now = await offsetNow(tx);
    if (!now) return null;
    const { databaseMs } = now;
    const known = before?.machine === now.machine ? before : null;
    const byMs = known ? databaseMs - known.databaseMs : 0;
    if (known && Math.abs(byMs) < STEP_MS) return { databaseMs, moved: false };
    await writeOffset(tx, now);
    if (!known) return { databaseMs, moved: false };
    const ids = await moveTimes(tx, byMs);
    for (const id of ids) await raiseSeq(tx, id, [...TOPICS]);
    services.log.warn(
      { byMs, events: ids.length },
      'the clock was set; times of what is under way have moved',
    );
    return { databaseMs, moved: true };
  });
}

async function offsetNow(tx: EventTx): Promise<ClockOffset | null> {
  const sentMs = steadyMs();
  const ms = await databaseNow(tx);
  const heardMs = steadyMs();
  if (heardMs - sentMs > MAX_ASKED_MS) return null;
  return { machine: machineStart(), databaseMs: ms - (sentMs + heardMs) / 2 };
}

/** Of this start of the machine. */
function machineStart(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Elsewhere that of the supervisor, which is the parent of every web process.
    return `supervisor ${process.ppid}`;
  }
}

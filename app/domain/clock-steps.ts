import { readFileSync } from 'node:fs';
import { TOPICS } from '../../contract/vocabulary';
import { repeat } from '../../core/time/repeat';
import { purpose } from '../../db/claims';
import { commit, type EventTx } from '../../db/commit';
import {
  type ClockOffsets,
  databaseNow,
  lockOffsets,
  moveTimes,
  writeOffsets,
} from '../../db/queries/machine-clock';
import { raiseSeq } from '../../db/queries/switching';
import type { Services } from '../services';

/** A clock that is steered (NTP) is at most 0.5 ms a second off; less than this nobody sees on a clock. */
const STEP_MS = 1_000;
/** What was stamped in between is moved too far; a moment of a show. */
const LOOK_EVERY_MS = 500;
/** A database elsewhere has a clock of its own. */
const ASK_DATABASE_EVERY_MS = 10_000;
/** An answer that took longer says too little of the time at which it was given. */
const MAX_ASKED_MS = 500;

/** Milliseconds of the clock that never steps, the same for all processes of this machine. */
const steadyMs = (): number => Number(process.hrtime.bigint()) / 1e6;

export interface ClockSteps {
  /** Ends the watch. */
  close(): void;
}

/**
 * Durations are differences of times in the database, and a clock that is set in mid-show changes them: a
 * match clock would jump by an hour (safety F24). So times of what is under way move with the clock, by one
 * process for all.
 * @param onStep the clock of this process or of the database was set, and times have moved
 */
export function watchClocks(
  services: Pick<Services, 'sql' | 'doorbell' | 'log'>,
  onStep: () => void,
): ClockSteps {
  let knownMs: number | null = null;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  const look = async (): Promise<void> => {
    const webMs = Date.now() - steadyMs();
    const stepped = knownMs !== null && Math.abs(webMs - knownMs) >= STEP_MS;
    if (!stepped && performance.now() - askedAtMs < ASK_DATABASE_EVERY_MS) return;
    const moved = await followClocks(services);
    if (moved === null) return;
    [knownMs, askedAtMs] = [webMs, performance.now()];
    if (moved || stepped) onStep();
  };
  const close = repeat(LOOK_EVERY_MS, look, (err) => services.log.debug({ err }, 'clocks were not compared'));
  return { close };
}

/**
 * Compares the clocks with what is written of them, and moves times where one was set.
 * @returns whether times were moved; null where the database took too long to be compared
 */
export function followClocks(services: Pick<Services, 'sql' | 'doorbell' | 'log'>): Promise<boolean | null> {
  return commit(services, purpose('clock'), async (tx) => {
    const before = await lockOffsets(tx);
    const now = await offsetsNow(tx);
    if (!now) return null;
    const same = before?.machine === now.machine ? before : null;
    const by = {
      webMs: stepOf(same?.webMs, now.webMs),
      databaseMs: stepOf(same?.databaseMs, now.databaseMs),
    };
    if (same && by.webMs === 0 && by.databaseMs === 0) return false;
    await writeOffsets(tx, now);
    if (!same) return false;
    const ids = await moveTimes(tx, by);
    for (const id of ids) await raiseSeq(tx, id, [...TOPICS]);
    services.log.warn(
      { ...by, events: ids.length },
      'a clock was set; times of what is under way have moved',
    );
    return true;
  });
}

function stepOf(before: number | undefined, now: number): number {
  const stepMs = before === undefined ? 0 : now - before;
  return Math.abs(stepMs) >= STEP_MS ? stepMs : 0;
}

async function offsetsNow(tx: EventTx): Promise<ClockOffsets | null> {
  const sentMs = steadyMs();
  const ms = await databaseNow(tx);
  const heardMs = steadyMs();
  if (heardMs - sentMs > MAX_ASKED_MS) return null;
  return {
    machine: machineStart(),
    webMs: Date.now() - heardMs,
    databaseMs: ms - (sentMs + heardMs) / 2,
  };
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

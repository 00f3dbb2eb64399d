import { FLASH_EVERY_S, type LoopSeconds } from '../mark/timing';

export interface LoopFormat {
  width: number;
  height: number;
  seconds: LoopSeconds;
}

/**
 * What is drawn of a loop. The beginning, from one flash to the next, is drawn first and played while the
 * whole is drawn.
 */
export type LoopPart = 'beginning' | 'whole';

export const secondsOf = (part: LoopPart, loop: LoopSeconds): number =>
  part === 'whole' ? loop : FLASH_EVERY_S;

/** Sound that runs before the loop, so that its first packet is coded like the one after the last. */
export const LEAD_IN_S = 1;

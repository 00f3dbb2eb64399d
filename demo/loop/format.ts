import type { LoopSeconds } from '../mark/timing';

export interface LoopFormat {
  width: number;
  height: number;
  seconds: LoopSeconds;
}

/** Sound that runs before the loop, so that its first packet is coded like the one after the last. */
export const LEAD_IN_S = 1;

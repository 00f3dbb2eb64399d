import type { DestinationSlice } from '../../../contract/messages';

/** A test whose engine died says nothing more. */
const OVER_AFTER_S = 30;
const PICTURES_S = 10;

export interface TestProgress {
  text: string;
  /** 0 to 1; null while it is not known how long it takes. */
  done: number | null;
}

/** How far the test of a destination is, for people; null when none is under way. */
export function testProgress(
  { testing }: Pick<DestinationSlice, 'testing'>,
  nowMs: number | null,
): TestProgress | null {
  if (!testing || nowMs === null) return null;
  const elapsedS = Math.max(0, (nowMs - Date.parse(testing.at)) / 1000);
  if (elapsedS > OVER_AFTER_S) return null;
  if (testing.stage === 'connecting') return { text: 'Connecting to the server…', done: null };
  const seconds = Math.min(PICTURES_S, Math.floor(elapsedS));
  return { text: `Sending pictures: ${seconds} of ${PICTURES_S} seconds`, done: seconds / PICTURES_S };
}

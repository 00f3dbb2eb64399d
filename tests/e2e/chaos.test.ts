import { expect, test } from 'vitest';
import { runChaos } from '../chaos/run';

/** Another choice of faults: `npm run test:chaos -- --seed N --minutes M` (docs/testing.md). */
const SEED = 44;
/** A machine of CI may be three times as slow; what is on the air and in the log is judged as ever. */
const PATIENCE = 3;

test('two minutes of a show with a fault every twenty seconds: no cut is lost or doubled, one state everywhere, nothing black, nothing left', async () => {
  expect(
    await runChaos({ seed: SEED, minutes: 2, patience: PATIENCE, print: (line) => console.info(line) }),
  ).toEqual([]);
}, 600_000);

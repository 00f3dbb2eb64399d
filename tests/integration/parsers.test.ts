import { expect, test } from 'vitest';
import { fuzz } from '../support/fuzz/run';
import { TARGETS } from '../support/fuzz/parsers';

/** The short form of `npm run test:fuzz -- parsers`, which makes ten million. */
const INPUTS = 20_000;
/** Another one finds other things; a run of CI is to find the same as the one before. */
const SEED = 20261130;

test.each(Object.entries(TARGETS))(
  'T9, T13: whatever is generated for the parser of %s is read or refused, and breaks nothing',
  async (target, { share }) => {
    const { inputs, violations } = await fuzz(target, Math.ceil((INPUTS * share) / 1000), SEED);
    expect(inputs).toBeGreaterThan(0);
    expect(violations).toEqual([]);
  },
);

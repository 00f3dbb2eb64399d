import { describe, expect, it } from 'vitest';
import { NO_ABILITIES, readAbilities } from './abilities';

describe("the phone's abilities", () => {
  it('reads zoom and torch as Chrome on Android names them', () => {
    expect(readAbilities({ zoom: { min: 1, max: 8, step: 0.1 }, torch: true })).toEqual({
      zoom: { min: 1, max: 8, step: 0.1 },
      torch: true,
    });
  });

  it('reads a torch that is given as a list of possible values', () => {
    expect(readAbilities({ torch: [false, true] }).torch).toBe(true);
    expect(readAbilities({ torch: [false] }).torch).toBe(false);
  });

  it('offers no zoom where the range is empty or odd', () => {
    expect(readAbilities({ zoom: { min: 1, max: 1 } }).zoom).toBeNull();
    expect(readAbilities({ zoom: 3 }).zoom).toBeNull();
    expect(readAbilities({ zoom: { min: 1, max: 3 } }).zoom).toEqual({ min: 1, max: 3, step: 0.02 });
  });

  it('offers nothing where the browser names nothing', () => {
    expect(readAbilities({})).toEqual(NO_ABILITIES);
    expect(readAbilities(undefined)).toEqual(NO_ABILITIES);
  });
});

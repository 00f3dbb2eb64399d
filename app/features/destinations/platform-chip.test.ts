import { describe, expect, it } from 'vitest';
import type { OutputState } from '../../../contract/vocabulary';
import type { PlatformFacts } from '../../../contract/destinations';
import { platformLook } from './platform-chip';

const NOW = Date.parse('2026-05-02T15:00:00Z');
const facts: PlatformFacts = { health: 'good', message: null, viewers: 12, at: '2026-05-02T14:59:40Z' };
const look = (change: Partial<PlatformFacts>, status: OutputState = 'live') =>
  platformLook({ status, enabled: true, platform: { ...facts, ...change } }, NOW);

describe('what a platform says of itself', () => {
  it.each([
    ['good', 'ready'],
    ['poor', 'attention'],
    ['bad', 'attention'],
    ['none', 'waiting'],
  ] as const)('%s is shown as %s', (health, sign) => {
    expect(look({ health })).toMatchObject({ sign, viewers: 12 });
  });

  it('is shown as a number of viewers where it reports no more, and as the reason where it was not heard', () => {
    expect(look({ health: null })).toMatchObject({ sign: 'ready', viewers: 12 });
    expect(look({ health: null, viewers: null, message: 'No key.' })).toMatchObject({
      sign: 'attention',
      message: 'No key.',
    });
    expect(look({ health: null, viewers: null })).toBeNull();
  });

  it('is not shown when it was said long ago, nor where nothing of ours arrives', () => {
    expect(look({ at: '2026-05-02T14:50:00Z' })).toBeNull();
    expect(look({}, 'off')).toBeNull();
    expect(look({}, 'failed')).toBeNull();
  });
});

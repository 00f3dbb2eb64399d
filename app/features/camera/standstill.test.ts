import { describe, expect, it } from 'vitest';
import { standstillOf } from './waiting-screen';

const filming = {
  publisher: 'online',
  camera: { state: 'admitted' },
  event: { status: 'live' },
  takenOver: false,
} as const;

describe('why a phone does not film', () => {
  it('is nothing while it does, or while it only has no network', () => {
    expect(standstillOf(filming)).toBeNull();
    expect(standstillOf({ ...filming, publisher: 'pausing' })).toBeNull();
    expect(standstillOf({ ...filming, camera: { state: 'waiting' }, publisher: 'waiting' })).toBeNull();
  });

  it('is reported by whichever of desk and media server knows first', () => {
    expect(standstillOf({ ...filming, camera: { state: 'removed' } })).toBe('removed');
    expect(standstillOf({ ...filming, publisher: 'removed' })).toBe('removed');
    expect(standstillOf({ ...filming, takenOver: true })).toBe('takenOver');
    expect(standstillOf({ ...filming, publisher: 'takenOver' })).toBe('takenOver');
    expect(standstillOf({ ...filming, publisher: 'unknown' })).toBe('unknown');
  });

  it('is the end of the event, whatever other tab there is', () => {
    expect(standstillOf({ ...filming, event: { status: 'ended' }, takenOver: true })).toBe('ended');
  });
});

import { describe, expect, it } from 'vitest';
import { cameraLook, isReady, shownCameras } from './looks';
import { sampleCamera as camera } from './sample-state';

const nothing = { cells: [null], preview: null, onAirSince: null };

describe('how a camera stands on the desk', () => {
  it('waits until it is admitted, whatever else is true', () => {
    expect(cameraLook({ ...camera, state: 'waiting' }, nothing)).toMatchObject({
      sign: 'waiting',
      word: 'Waiting',
    });
  });
  it('is on air before anything else, and still says its trouble', () => {
    const look = cameraLook({ ...camera, connection: 'late' }, { ...nothing, cells: ['a'] });
    expect(look.word).toBe('On air');
    expect(look.why).toContain('late');
  });
  it('is on air in every cell of a layout, on preview as well', () => {
    const look = cameraLook(camera, { ...nothing, cells: ['b', null, 'a'], preview: 'a' });
    expect(look).toMatchObject({ sign: 'program', word: 'On air' });
  });
  it('is lost rather than next when the phone is gone', () => {
    const look = cameraLook({ ...camera, connection: 'lost' }, { ...nothing, preview: 'a' });
    expect(look).toMatchObject({ sign: 'attention', word: 'Lost', since: camera.connectionSince });
  });
  it('is next on preview and standby otherwise', () => {
    expect(cameraLook(camera, { ...nothing, preview: 'a' }).word).toBe('Next');
    expect(cameraLook(camera, nothing)).toMatchObject({ word: 'Standby', why: null });
  });
  it('counts as ready only with a moving picture', () => {
    expect(isReady(camera)).toBe(true);
    expect(isReady({ ...camera, connection: 'weak' })).toBe(true);
    expect(isReady({ ...camera, pictureOff: true })).toBe(false);
    expect(isReady({ ...camera, connection: 'connecting' })).toBe(false);
  });
  it('leaves removed cameras out and keeps the order of the numbers', () => {
    const all = [{ ...camera, number: 3 }, { ...camera, number: 2, state: 'removed' as const }, camera];
    expect(shownCameras(all).map((one) => one.number)).toEqual([1, 3]);
  });
});

import { TrackKind, TrackSource } from '@livekit/rtc-node';
import { expect, test } from 'vitest';
import { chosenTracks } from './chosen-tracks';

const track = (name: string, kind: TrackKind, source: TrackSource, muted = false) => ({
  name,
  kind,
  source,
  muted,
});
const camera = track('camera', TrackKind.KIND_VIDEO, TrackSource.SOURCE_CAMERA);
const screen = track('screen', TrackKind.KIND_VIDEO, TrackSource.SOURCE_SCREENSHARE);
const microphone = track('microphone', TrackKind.KIND_AUDIO, TrackSource.SOURCE_MICROPHONE);
const screenSound = track('screen sound', TrackKind.KIND_AUDIO, TrackSource.SOURCE_SCREENSHARE_AUDIO);

const names = (...publications: (typeof camera)[]) => {
  const { picture, sound } = chosenTracks(publications);
  return [picture?.name, sound?.name];
};

test.each([
  [
    [camera, microphone],
    ['camera', 'microphone'],
  ],
  [
    [camera, microphone, screen],
    ['screen', 'microphone'],
  ],
  [
    [screen, camera, screenSound, microphone],
    ['screen', 'microphone'],
  ],
  [[microphone], [undefined, 'microphone']],
  [
    [{ ...camera, muted: true }, screen],
    ['screen', undefined],
  ],
  [
    [camera, { ...screen, muted: true }],
    ['camera', undefined],
  ],
  [
    [{ ...camera, name: 'older' }, camera],
    ['older', undefined],
  ],
])('of %o the picture and the sound are %o', (publications, chosen) => {
  expect(names(...publications)).toEqual(chosen);
});

test('whatever the order in which they came, a shared screen is the picture', () => {
  expect(names(camera, screen)).toEqual(names(screen, camera));
});

import { TrackKind, TrackSource } from '@livekit/rtc-node';
import { beforeEach, expect, test } from 'vitest';
import { chosenTracks, Subscriptions } from './subscriptions';

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

let nowMs = 0;
let asked: boolean[] = [];
let subscriptions: Subscriptions;
let publication: { subscribed: boolean; setSubscribed(on: boolean): void };

beforeEach(() => {
  nowMs = 0;
  asked = [];
  subscriptions = new Subscriptions(() => nowMs);
  publication = { subscribed: false, setSubscribed: (on) => void asked.push(on) };
});

/** What the inputs do twice a second. */
function reconcile(wanted: boolean, forMs: number): void {
  for (const untilMs = nowMs + forMs; nowMs < untilMs; nowMs += 100) subscriptions.bring(publication, wanted);
}

test('a track that is wanted is asked for once', () => {
  reconcile(true, 300);
  publication.subscribed = true;
  reconcile(true, 10_000);
  expect(asked).toEqual([true]);
});

test('a track that is not wanted is never asked for', () => {
  reconcile(false, 10_000);
  expect(asked).toEqual([]);
});

test('a change of mind waits until the change before has settled', () => {
  reconcile(true, 100);
  publication.subscribed = true;
  reconcile(false, 100);
  reconcile(true, 10_000);
  expect(asked).toEqual([true]);
});

test('a track that does not come is given up and asked for again', () => {
  reconcile(true, 4_000);
  expect(asked).toEqual([true, false, true]);
});

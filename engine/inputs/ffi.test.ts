import {
  AudioFrame,
  AudioSource,
  dispose,
  LocalAudioTrack,
  LocalVideoTrack,
  VideoBufferType,
  VideoFrame,
  VideoSource,
} from '@livekit/rtc-node';
import { afterAll, expect, test, vi } from 'vitest';
import { openSoundStream, openVideoStream, trackRoomListener, type NativeFrame } from './ffi';

/** Fails when rtc-node no longer lets us in, so that an upgrade is noticed here and not at a match. */

afterAll(() => dispose());

test('frames of a track arrive as I420 without padding, and stop when the stream is closed', async () => {
  const source = new VideoSource(48, 32);
  const track = LocalVideoTrack.createVideoTrack('picture', source);
  const frames: NativeFrame[] = [];
  const stream = openVideoStream(track, (frame) => frames.push(frame));
  const data = new Uint8Array((48 * 32 * 3) / 2).map((_, i) => i % 251);
  await vi.waitFor(() => {
    source.captureFrame(new VideoFrame(data, 48, 32, VideoBufferType.I420), 0n, 1);
    expect(frames.at(-1)).toMatchObject({ width: 48, height: 32, rotation: 90 });
  });
  // Not the first: until something is captured, a source sends black frames of its own.
  const frame = frames.at(-1);
  const copy = new Uint8Array(data.length);
  expect(frame?.bytes).toBe(data.length);
  frame?.copyInto(copy);
  expect(copy).toEqual(data);
  expect(() => frame?.copyInto(new Uint8Array(10))).toThrow(RangeError);
  stream.close();
  frames.forEach((received) => received.release());
  const seen = frames.length;
  source.captureFrame(new VideoFrame(data, 48, 32, VideoBufferType.I420));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(frames.length).toBe(seen);
  await track.close();
});

test('sound of a track arrives as 48 kHz stereo in blocks of 20 ms', async () => {
  const source = new AudioSource(48_000, 2, 0);
  const track = LocalAudioTrack.createAudioTrack('sound', source);
  const blocks: number[] = [];
  const stream = openSoundStream(track, (samples) => blocks.push(samples.length));
  await vi.waitFor(async () => {
    await source.captureFrame(new AudioFrame(new Int16Array(960).fill(1000), 48_000, 2, 480));
    expect(blocks.length).toBeGreaterThan(0);
  });
  expect(blocks[0]).toBe(1920);
  stream.close();
  await track.close();
});

test('what a room leaves on the client is taken off again', async () => {
  const client = globalThis._ffiClientInstance;
  const before = client?.listenerCount('ffi_event');
  const listener = () => undefined;
  const { connected, release } = trackRoomListener(async () => void client?.on('ffi_event', listener));
  await connected;
  expect(client?.listenerCount('ffi_event')).toBe((before ?? 0) + 1);
  release();
  expect(client?.listenerCount('ffi_event')).toBe(before);
});

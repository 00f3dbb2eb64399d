import { expect, test } from 'vitest';
import type { EncodingLimits } from '../contract/encoding';
import { DEFAULT_ENCODING, mismatches, proposalFor } from './encoding';

const limits: EncodingLimits = {
  maxVideoKbps: 6000,
  maxKeyframeIntervalS: 2,
  maxFps: 60,
  maxHeight: 1080,
  audioRatesHz: [44_100, 48_000],
  maxAudioKbps: 160,
};

test('what fits needs no word', () => {
  expect(mismatches('Twitch', limits, DEFAULT_ENCODING)).toEqual([]);
  expect(proposalFor([])).toBeNull();
});

test.each([
  [{ videoKbps: 8000 }, 'Twitch takes at most 6000 kbit/s; the program has 8000.', { videoKbps: 6000 }],
  [{ width: 3840, height: 2160 }, 'Twitch takes at most 1080 lines; the program has 2160.', { height: 1080 }],
  [{ audioKbps: 320 }, 'Twitch takes sound of at most 160 kbit/s; the program has 320.', null],
  [{ keyframeIntervalS: 4 }, 'Twitch wants a keyframe every 2 s; the program has one every 4 s.', null],
])('%j is reported, with what to set instead where people can set it', (change, text, proposal) => {
  expect(mismatches('Twitch', limits, { ...DEFAULT_ENCODING, ...change })).toEqual([{ text, proposal }]);
});

test.each([
  [60, 30],
  [50, 25],
] as const)('%d pictures a second go down to %d, so that motion stays even', (fps, lower) => {
  const found = mismatches('A server', { ...limits, maxFps: 30 }, { ...DEFAULT_ENCODING, fps });
  expect(found).toMatchObject([{ proposal: { fps: lower } }]);
});

test('a rate of sound that is not taken cannot be set', () => {
  const found = mismatches('A server', { ...limits, audioRatesHz: [44_100] }, DEFAULT_ENCODING);
  expect(found).toEqual([{ text: 'A server does not take sound of 48000 Hz.', proposal: null }]);
});

test('one proposal suits every platform', () => {
  const program = { ...DEFAULT_ENCODING, videoKbps: 9000 };
  const found = [
    ...mismatches('YouTube', { ...limits, maxVideoKbps: 8000 }, program),
    ...mismatches('Twitch', limits, program),
  ];
  expect(proposalFor(found)).toEqual({ videoKbps: 6000 });
});

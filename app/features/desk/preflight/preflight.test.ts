import { describe, expect, it } from 'vitest';
import type { CrewState, Telemetry } from '../../../../contract/messages';
import { DEFAULT_ENCODING } from '../../../../core/encoding';
import { sampleCamera, sampleState } from '../../crew/sample-state';
import { preflight, type PreflightFacts, preflightSentence } from './preflight';
const telemetry: Telemetry = {
  cameras: { a: { engine: { width: 1280, height: 720, fps: 30, audioPeakDb: -20, ageMs: 30 } } },
  engine: { status: 'running', fps: 30, headroom: 0.5 },
  viewers: { total: 0, page: 0, embed: 0, platforms: {} },
  control: { ok: true, reason: null },
};
const limits = {
  maxVideoKbps: 6000,
  maxKeyframeIntervalS: 2,
  maxFps: 60,
  maxHeight: 1080,
  audioRatesHz: [48_000],
  maxAudioKbps: 160,
};
const facts: PreflightFacts = {
  state: sampleState,
  telemetry,
  kindOf: (plugin) => ({ keyRequired: plugin !== 'custom-rtmp', limits }),
};
const of = (change: Partial<CrewState>) => preflight({ ...facts, state: { ...sampleState, ...change } });
const youtube = {
  id: 'd',
  plugin: 'youtube',
  label: 'YouTube',
  enabled: true,
  status: 'off' as const,
  since: '2026-01-01T10:00:00Z',
  kbps: 0,
  retries: 0,
  verdict: null,
  keyHint: '',
  address: 'rtmps://a',
  settings: {},
  player: null,
  platform: null,
  remedy: null,
  test: null,
  testing: null,
  server: 'first' as const,
  hasBackup: false,
  studio: null,
};

describe('the checks before going live', () => {
  it('is all go when everything is there', () => {
    expect(preflight(facts).every((check) => check.result === 'go')).toBe(true);
    expect(preflightSentence(preflight(facts))).toBe('All go.');
  });
  it('puts what is missing first, with the button that helps', () => {
    const [first] = of({ cameras: [] });
    expect(first).toMatchObject({
      name: 'Cameras',
      result: 'no',
      remedy: { do: 'show', target: 'connect' },
    });
  });
  it('offers to admit a waiting phone', () => {
    const [first] = of({
      cameras: [sampleCamera, { ...sampleCamera, id: 'b', label: 'Goal', state: 'waiting' }],
    });
    expect(first?.remedy).toEqual({ label: 'Admit Goal', do: 'admit', cameraId: 'b' });
  });
  it('stops at a destination without its key, unless that needs none', () => {
    expect(of({ destinations: [youtube] })[0]).toMatchObject({ name: 'Destinations', result: 'no' });
    expect(preflightSentence(of({ destinations: [{ ...youtube, plugin: 'custom-rtmp' }] }))).toBe('All go.');
    expect(preflightSentence(of({ destinations: [{ ...youtube, enabled: false }] }))).toBe('All go.');
  });
  it('holds the program against what each platform takes, and offers what to set instead', () => {
    const keyed = { ...youtube, keyHint: 'abcd' };
    const event = { ...sampleState.event, encoding: { ...DEFAULT_ENCODING, videoKbps: 9000 } };
    const twice = { destinations: [keyed, { ...keyed, id: 'e', label: 'Twitch' }] };
    expect(of({ ...twice, event })[0]).toEqual({
      name: 'Picture',
      result: 'look',
      text: 'YouTube takes at most 6000 kbit/s; the program has 9000. 1 more does not fit either.',
      remedy: {
        label: 'Set 6000 kbit/s',
        do: 'encode',
        encoding: { height: 720, fps: 30, videoKbps: 6000 },
      },
    });
    // On the air it is as it is.
    const live = of({ ...twice, event: { ...event, status: 'live' } });
    expect(live.find(({ name }) => name === 'Picture')).toMatchObject({ result: 'look', remedy: null });
    expect(of({ ...twice }).map(({ name }) => name)).not.toContain('Picture');
    expect(of({ destinations: [{ ...keyed, enabled: false }], event }).map(({ name }) => name)).not.toContain(
      'Picture',
    );
  });
  it('asks to look when all microphones are muted', () => {
    expect(of({ cameras: [{ ...sampleCamera, muted: true }] })[0]).toMatchObject({
      name: 'Sound',
      result: 'look',
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { CrewState, Telemetry } from '../../realtime/contract';
import { sampleCamera } from '../crew/sample-camera';
import { board, boardSentence, type BoardFacts } from './board';

const state: CrewState = {
  event: {
    id: 'e',
    slug: 'cup',
    title: 'Cup',
    kind: 'match',
    status: 'ready',
    visibility: 'public',
    admission: 'manual',
    startsAt: null,
    liveSince: null,
    rooms: { cameras: 'cup:cameras', program: 'cup', rehearsal: 'cup:rehearsal' },
    fallbackOrder: [],
    autoReturn: false,
  },
  program: { seq: 1, onAir: null, preview: null, layout: 'single', faded: false, onAirSince: null },
  cameras: [sampleCamera],
  destinations: [],
  outputs: {
    recording: { status: 'off', bytes: 0, verdict: null },
    viewers: { status: 'off', verdict: null },
    hls: { status: 'off', verdict: null },
  },
  log: [],
};
const telemetry: Telemetry = {
  cameras: { a: { engine: { width: 1280, height: 720, fps: 30, audioPeakDb: -20, ageMs: 30 } } },
  engine: { status: 'running', fps: 30, headroom: 0.5 },
  viewers: { total: 0, page: 0, embed: 0, platforms: {} },
  control: { ok: true, reason: null },
};
const facts: BoardFacts = { state, telemetry, needsKey: (plugin) => plugin !== 'custom-rtmp' };
const of = (change: Partial<CrewState>) => board({ ...facts, state: { ...state, ...change } });
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
  player: null,
  platform: null,
};

describe('the go/no-go board', () => {
  it('is all go when everything is there', () => {
    expect(board(facts).every((check) => check.verdict === 'go')).toBe(true);
    expect(boardSentence(board(facts))).toBe('All go.');
  });
  it('puts what is missing first, with the button that helps', () => {
    const [first] = of({ cameras: [] });
    expect(first).toMatchObject({
      name: 'Cameras',
      verdict: 'no',
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
    expect(of({ destinations: [youtube] })[0]).toMatchObject({ name: 'Destinations', verdict: 'no' });
    expect(boardSentence(of({ destinations: [{ ...youtube, plugin: 'custom-rtmp' }] }))).toBe('All go.');
    expect(boardSentence(of({ destinations: [{ ...youtube, enabled: false }] }))).toBe('All go.');
  });
  it('asks to look when all microphones are muted', () => {
    expect(of({ cameras: [{ ...sampleCamera, muted: true }] })[0]).toMatchObject({
      name: 'Sound',
      verdict: 'look',
    });
  });
});

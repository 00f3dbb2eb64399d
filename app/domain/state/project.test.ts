import { describe, expect, test } from 'vitest';
import { DEFAULT_ENCODING } from '../../../core/encoding';
import type { CameraSlice, CrewState, DestinationSlice } from '../../../contract/messages';
import { difference, operatorOf, publicOf } from './project';

const camera = (id: string, number: number): CameraSlice => ({
  id,
  number,
  label: `Camera ${number}`,
  identity: `cam_${id}`,
  state: 'admitted',
  connection: 'live',
  connectionSince: '2026-01-01T00:00:00.000Z',
  muted: false,
  pictureOff: false,
  mayStandStill: false,
  joinedBy: 'qr',
  device: 'Phone',
  createdAt: '2026-01-01T00:00:00.000Z',
});

const state: CrewState = {
  event: {
    id: 'e',
    slug: 'cup',
    title: 'Cup final',
    kind: 'match',
    status: 'live',
    visibility: 'public',
    admission: 'manual',
    startsAt: null,
    liveSince: '2026-01-01T00:00:00.000Z',
    rooms: { cameras: 'cup:cameras', program: 'cup', rehearsal: 'cup:rehearsal' },
    fallbackOrder: [],
    autoReturn: false,
    pictureFailover: false,
    cellFallback: 'close',
    encoding: DEFAULT_ENCODING,
  },
  program: {
    seq: 4,
    onAir: 'a',
    preview: 'b',
    layout: 'single',
    cells: ['a'],
    options: {},
    tbar: null,
    faded: false,
    onAirSince: null,
  },
  cameras: [camera('a', 1), camera('b', 2), camera('c', 3)],
  destinations: [],
  outputs: {
    recording: { status: 'off', bytes: 0, verdict: null },
    viewers: { status: 'off', verdict: null },
    hls: { status: 'off', verdict: null },
  },
  score: {
    home: { name: 'TSV Nord', short: 'NOR', points: 2 },
    away: { name: 'SC Hafen', short: 'HAF', points: 1 },
    period: 'second-half',
    clock: { ms: 2_700_000, startedAt: '2026-01-01T01:00:00.000Z' },
    last: { id: 'p', side: 'home', delta: 1, at: '2026-01-01T01:10:00.000Z', actor: 'Jonas' },
  },
  graphics: [],
  sound: {
    mode: 'follow',
    targetLufs: null,
    moved: { mode: { by: 'Anna', at: '2026-01-01T01:00:00.000Z', seq: 3 } },
    master: { gainDb: 0, muted: false, moved: {} },
    sources: {},
  },
  log: [],
};

describe('what each audience sees', () => {
  test('viewers learn neither rooms nor cameras, and not who counted a point', () => {
    expect(publicOf(state)).toEqual({
      event: {
        slug: 'cup',
        title: 'Cup final',
        kind: 'match',
        status: 'live',
        startsAt: null,
        liveSince: '2026-01-01T00:00:00.000Z',
      },
      players: [],
      score: {
        home: { name: 'TSV Nord', short: 'NOR', points: 2 },
        away: { name: 'SC Hafen', short: 'HAF', points: 1 },
        period: 'second-half',
        clock: { ms: 2_700_000, startedAt: '2026-01-01T01:00:00.000Z' },
      },
    });
  });

  test('viewers learn where else they can watch, of enabled destinations only, and not what the crew calls them', () => {
    const destination = (id: string, plugin: string, enabled: boolean): DestinationSlice => ({
      id,
      plugin,
      label: 'Uncle Bob’s account',
      enabled,
      status: 'live',
      since: '2026-01-01T00:00:00.000Z',
      kbps: 3000,
      retries: 0,
      verdict: 'A sentence for the director.',
      keyHint: 'abcd',
      address: 'rtmps://a.rtmps.youtube.com',
      settings: {},
      player: { playerUrl: 'https://p.example/?parent={host}', chatUrl: null, delayS: 8 },
      platform: null,
      server: 'first',
      hasBackup: false,
      studio: null,
      remedy: null,
      test: null,
      testing: null,
    });
    const destinations = [
      destination('1', 'youtube', true),
      destination('2', 'twitch', false),
      { ...destination('3', 'custom-rtmp', true), player: null },
    ];
    expect(publicOf({ ...state, destinations }).players).toEqual([
      {
        id: '1',
        plugin: 'youtube',
        label: 'YouTube',
        playerUrl: 'https://p.example/?parent={host}',
        chatUrl: null,
        delayS: 8,
      },
    ]);
  });

  test.each([
    ['a', false, 'program'],
    ['b', false, 'preview'],
    ['c', false, 'standby'],
    // Black is on the air, and no camera.
    ['a', true, 'standby'],
    ['b', true, 'preview'],
  ] as const)('tally of %s with faded=%s is %s', (id, faded, tally) => {
    expect(operatorOf({ ...state, program: { ...state.program, faded } }, id).tally).toBe(tally);
  });

  test('a phone sees itself and no other camera, nor its own LiveKit identity', () => {
    const text = JSON.stringify(operatorOf(state, 'a'));
    expect(text).toContain('Camera 1');
    expect(text).not.toMatch(/Camera 2|cam_/);
  });

  test('a camera that is not there any more learns that it was removed', () => {
    expect(operatorOf(state, 'gone').camera.state).toBe('removed');
  });
});

describe('difference', () => {
  test('names the slices that changed, whole', () => {
    const next = { ...state, program: { ...state.program, onAir: 'b' } };
    expect(difference(state, next)).toEqual({ program: next.program });
  });

  test('is null for equal states, also when they are other objects', () => {
    expect(difference(state, structuredClone(state))).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import type { CrewState } from '../../../contract/messages';
import { sampleCamera, sampleState } from '../crew/sample-state';
import { type HintFacts, hints } from './status-bar';

const state: CrewState = {
  ...sampleState,
  event: { ...sampleState.event, status: 'live', liveSince: '2026-01-01T10:00:00Z' },
  program: { ...sampleState.program, onAir: 'a', cells: ['a'] },
  outputs: {
    recording: { status: 'live', bytes: 1, verdict: null },
    viewers: { status: 'live', verdict: null },
    hls: { status: 'live', verdict: null },
  },
};
const facts: HintFacts = {
  state,
  telemetry: null,
  link: 'online',
  control: { ok: true, reason: null },
  rooms: { cameras: { state: 'connected', error: null }, program: { state: 'connected', error: null } },
};
const ids = (change: Partial<HintFacts>) => hints({ ...facts, ...change }).map((hint) => hint.id);

describe('hints on the desk', () => {
  it('are silent while all is well', () => {
    expect(ids({})).toEqual([]);
  });
  it('name the camera on the air that lost its picture', () => {
    const broken = { ...state, cameras: [{ ...sampleCamera, connection: 'lost' as const }] };
    expect(hints({ ...facts, state: broken })[0]?.text).toContain('Main stand');
  });
  it('name every camera in the picture that lost its own, wherever its cell', () => {
    const program = { ...state.program, layout: 'quad' as const, cells: ['a', 'b', 'c', null] };
    const cameras = [
      sampleCamera,
      { ...sampleCamera, id: 'b', label: 'North', connection: 'lost' as const },
      { ...sampleCamera, id: 'c', label: 'South', pictureOff: true },
    ];
    expect(hints({ ...facts, state: { ...state, program, cameras } }).map(({ text }) => text)).toEqual([
      'North and South are on the air without a fresh picture. Put another camera into the cell.',
    ]);
  });
  it('say first that nothing can be done, then what else is wrong', () => {
    const black = { ...state, program: { ...state.program, faded: true } };
    expect(ids({ link: 'offline', state: black })).toEqual(['link', 'faded']);
  });
  it('tell frozen control in the words of the server', () => {
    expect(
      hints({ ...facts, control: { ok: false, reason: 'The database does not answer.' } })[0]?.text,
    ).toBe('The database does not answer.');
  });
  it('name a server that is too busy for every picture of the program', () => {
    const engine = { status: 'running' as const, headroom: 0, fps: 24 };
    const telemetry = {
      cameras: {},
      viewers: { total: 0, page: 0, embed: 0, platforms: {} },
      engine,
      control: facts.control,
      outputs: {},
    };
    expect(hints({ ...facts, telemetry })[0]?.text).toContain('24 of 30 pictures');
    expect(ids({ telemetry: { ...telemetry, engine: { ...engine, fps: 29 } } })).toEqual([]);
  });
  it('remind of the slate when a camera could be shown', () => {
    expect(ids({ state: { ...state, program: { ...state.program, onAir: null, cells: [null] } } })).toEqual([
      'slate',
    ]);
  });
});

import type { Graphic, GraphicSays } from '../../../contract/graphics';
import type { PublicScore } from '../../../contract/score';

/** Graphics of each kind, for tests of drawing to vary. */

const facts = {
  name: '',
  theme: {},
  position: {},
  layer: 50,
  onAir: true,
  frames: 0,
  movedBy: null,
  movedAt: null,
} as const;

export const graphic = (
  says: GraphicSays,
  more: Partial<Omit<Graphic, 'kind' | 'content'>> = {},
): Graphic => ({
  id: says.kind,
  ...facts,
  ...says,
  ...more,
});

export const SCORE: PublicScore = {
  home: { name: 'TSV Nord', short: 'NOR', points: 2 },
  away: { name: 'SC Hafen', short: 'HAF', points: 1 },
  period: 'second-half',
  clock: { ms: 45 * 60_000, startedAt: null },
};

const chess = { size: 21, bits: 'a5'.repeat(56).slice(0, 111) };

/** One of each kind. */
export const SAYS: GraphicSays[] = [
  { kind: 'score-bug', content: { clock: true, period: true } },
  { kind: 'clock', content: { label: '2nd half' } },
  { kind: 'lower-third', content: { title: 'Anna Berg', subtitle: 'Head coach' } },
  { kind: 'line-up', content: { title: 'TSV Nord', players: [{ number: '1', name: 'Berg' }] } },
  { kind: 'title', content: { title: 'Cup final', subtitle: 'Half-time' } },
  { kind: 'countdown', content: { label: 'Kick-off in', until: '2026-01-01T12:00:00.000Z' } },
  { kind: 'qr', content: { label: 'Watch', url: 'https://tv.example/watch/cup', code: chess } },
  { kind: 'text', content: { text: 'Goal!' } },
];

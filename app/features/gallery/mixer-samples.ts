import type { Graphic, GraphicSays } from '../../../contract/graphics';
import { FRESH_SOURCE, type SoundSlice } from '../../../contract/sound';
import { MeterStore } from '../director/sound/meter-store';
import type { SoundDesk } from '../director/sound/sound-desk';
import { nothing, since } from './sample-time';

/** Sound and graphics of the gallery's event. */

const moved = (by: string, ago: number, seq: number) => ({ by, at: since(ago), seq });
const strip = (change: Partial<SoundSlice['sources'][string]> = {}) => ({
  ...FRESH_SOURCE,
  moved: {},
  ...change,
});

export const sound: SoundSlice = {
  mode: 'follow',
  targetLufs: -16,
  moved: { mode: moved('Ann', 400, 40), loudness: moved('Ben', 700, 31) },
  master: { gainDb: -1.5, muted: false, moved: { gainDb: moved('Ben', 75, 57) } },
  sources: {
    'camera-1': strip({ gainDb: -3, moved: { gainDb: moved('Ann', 20, 61) } }),
    'camera-2': strip({
      ...{ gainDb: 2.5, delayMs: 120, pan: -0.25, lowCut: true, mode: 'fixed' as const },
      moved: { lowCut: moved('Ben', 130, 52), delayMs: moved('Ann', 210, 48) },
    }),
    'camera-3': strip({ muted: true, moved: { muted: moved('Ben', 300, 44) } }),
    'camera-4': strip(),
    'camera-5': strip(),
  },
};

/** What the engine measures of it. */
export function soundDesk(): SoundDesk {
  const meters = new MeterStore();
  const packet = (content: unknown) => new TextEncoder().encode(JSON.stringify(content));
  const line = Array.from({ length: 600 }, (_, i) =>
    i < 40 ? null : -17 + 3 * Math.sin(i / 37) + 2 * Math.sin(i / 7) - (i > 300 && i < 340 ? 8 : 0),
  );
  meters.receive(
    'loudness',
    packet({ momentary: -15.1, shortTerm: -16.8, integrated: -17.6, range: 6.2, line }),
  );
  meters.last = {
    master: [-5.2, -16.4, 0],
    reductionDb: 0,
    sources: {
      'camera-1': [-5.2, -16.4, 0],
      'camera-2': [-12, -24, 0],
      'camera-3': [-22, -33, 0],
      'camera-4': [-1.5, -9, 0],
    },
  };
  return { meters, solo: new Set(['camera-2']), toggleSolo: nothing };
}

/** The prepared list, and what of it is on the air. */
const graphic = (change: Partial<Omit<Graphic, 'kind' | 'content'>>, says: GraphicSays): Graphic => ({
  ...{ id: says.kind, name: '', theme: {}, position: {}, layer: 50, onAir: false, frames: 12 },
  ...{ movedBy: null, movedAt: null },
  ...change,
  ...says,
});
export const graphics: Graphic[] = [
  graphic(
    { onAir: true, movedBy: 'Ann', movedAt: since(400) },
    { kind: 'score-bug', content: { clock: true, period: true } },
  ),
  graphic(
    { movedBy: 'Assi', movedAt: since(62) },
    { kind: 'lower-third', content: { title: 'Anna Berg', subtitle: 'Head coach, TSV Nord' } },
  ),
  graphic(
    { name: 'Opening' },
    { kind: 'title', content: { title: 'Cup final', subtitle: 'TSV Nord – SC Hafen' } },
  ),
  graphic({}, { kind: 'text', content: { text: 'Doors open at 18:00' } }),
];

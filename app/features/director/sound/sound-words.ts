import { GAIN_DB, type Move, type Moves, type SoundMode } from '../../../../contract/sound';
import { timeOfDay } from '../../../ui/format';

export const MODE_WORDS: Record<SoundMode, { word: string; title: string }> = {
  follow: { word: 'Follows', title: 'The main camera of the picture is heard; a cut takes the sound along' },
  fixed: { word: 'Fixed', title: 'What is not muted is heard, whatever is in the picture; it fades with it' },
  manual: { word: 'By hand', title: 'Every fader as it stands; not even a fade to black moves the sound' },
};

const CONTROL_WORDS: Record<string, string> = {
  gainDb: 'Fader',
  muted: 'Mute',
  delayMs: 'Delay',
  pan: 'Pan',
  lowCut: 'Low cut',
  lowCutHz: 'Low cut',
  mode: 'Mode',
  targetLufs: 'Target',
  loudness: 'Reset',
};

/** `−6.5 dB`, with the sign of a minus; `Silent` at the lowest. */
export function dbText(db: number): string {
  if (db <= GAIN_DB.min) return 'Silent';
  return `${db > 0 ? '+' : ''}${db.toFixed(1)} dB`.replace('-', '−');
}

/** `L 50`, `Middle`, `R 100` */
export function panText(pan: number): string {
  if (pan === 0) return 'Middle';
  return `${pan < 0 ? 'L' : 'R'} ${Math.round(Math.abs(pan) * 100)}`;
}

/** `−23.1`; a dash for what cannot be measured. */
export function luText(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : value.toFixed(1).replace('-', '−');
}

/** `Ben, 14:03:07`, or that nobody has moved it. */
export function movedText(move: Move | undefined): string {
  return move ? `${move.by}, ${timeOfDay(move.at)}` : 'Not moved yet';
}

/** The last move of several controls: `Fader: Ben, 14:03:07`. */
export function lastMoveText(moves: Moves<string>): string | null {
  const all = Object.entries(moves).flatMap(([control, move]) => (move ? [{ control, move }] : []));
  const last = all.sort((a, b) => b.move.seq - a.move.seq)[0];
  return last ? `${CONTROL_WORDS[last.control] ?? last.control}: ${movedText(last.move)}` : null;
}

/** Destinations that say how loud they want the program, LUFS. YouTube turns down what is louder. */
const WANTED: Record<string, number> = { youtube: -14 };
/** For the internet in general, by AES TD1008. */
const USUAL_LUFS = -16;

/** The target that is chosen, or the loudest that a destination wants. */
export function targetOf(
  chosen: number | null,
  destinations: readonly { plugin: string; enabled: boolean }[],
): number {
  if (chosen !== null) return chosen;
  const wanted = destinations.flatMap(({ plugin, enabled }) =>
    enabled ? [WANTED[plugin] ?? USUAL_LUFS] : [],
  );
  return wanted.length > 0 ? Math.max(...wanted) : USUAL_LUFS;
}

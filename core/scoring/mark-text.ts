import type { ScoreEntry, ScorePlayer, Side } from '../../contract/score';
import type { Sport } from '../../contract/sports';
import { CARD_LABELS, periodRule } from './sports';

/** Events of the score in words, for lists, markers and chapters. */

/** `7 Kim`, `7` or `Kim`. */
export function playerText({ number, name }: ScorePlayer): string {
  return [number === null ? '' : String(number), name ?? ''].filter((part) => part !== '').join(' ');
}

/** @param names of the sides, to tell whose it is */
export function entryText(sport: Sport, entry: ScoreEntry, names: Record<Side, string>): string {
  const who = entry.side ? names[entry.side] : '';
  const player = entry.player ? playerText(entry.player) : '';
  const note = entry.note ?? '';
  switch (entry.kind) {
    case 'goal':
      return joined([pointsWord(entry.value ?? 1), who], [player, note]);
    case 'correction':
      return joined(['Correction', signed(entry.value ?? 0), who], [player, note]);
    case 'card':
      return joined([entry.card ? CARD_LABELS[entry.card] : 'Card', who], [player, note]);
    case 'substitution': {
      const playerIn = entry.playerIn ? playerText(entry.playerIn) : '';
      const change = [playerIn && `in ${playerIn}`, player && `out ${player}`];
      return joined(['Substitution', who], [...change, note]);
    }
    case 'timeout':
      return joined(['Time-out', who], [note]);
    case 'period':
      return joined([periodText(sport, entry)], [note]);
    case 'clock':
      return joined([clockText(entry)], [note]);
    case 'undo':
      return 'Taken back';
  }
}

function pointsWord(value: number): string {
  return value === 1 ? 'Point' : `${value} points`;
}

export function signed(value: number): string {
  return value < 0 ? `−${-value}` : `+${value}`;
}

function periodText(sport: Sport, { period }: ScoreEntry): string {
  if (period === null) return 'Before the match';
  return periodRule(sport, period)?.label ?? period;
}

function clockText({ clock }: ScoreEntry): string {
  if (clock?.ms !== undefined) return 'Clock set';
  return clock?.running ? 'Clock started' : 'Clock stopped';
}

/** `Point Nord (7 Kim, header)` */
function joined(words: string[], details: string[]): string {
  const inside = details.filter((word) => word !== '').join(', ');
  return [...words, inside && `(${inside})`].filter((word) => word !== '').join(' ');
}

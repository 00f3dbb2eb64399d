import type { ScoreEntry, Side } from '../../../contract/score';
import type { Sport } from '../../../contract/sports';
import { foldScore } from '../../../core/scoring/fold';
import { ScorerScreen } from '../score/scorer/scorer-page';
import type { ShownEvent } from '../score/scorer/score-list';
import type { Scorer } from '../score/scorer/use-scorer';
import { nothing, NOW } from './sample-time';
import { rehearsal, score } from './samples';
import { BOTH, type GalleryGroup, type GalleryState } from './states';

const NOTHING = {
  ...{ side: null, value: null, card: null, period: null, clock: null, player: null, playerIn: null },
  ...{ note: null, undoes: null, requestId: null },
};

type Told = Partial<ScoreEntry> & Pick<ScoreEntry, 'kind'>;
const goals = (count: number, side: Side, value = 1): Told[] =>
  Array.from({ length: count }, () => ({ kind: 'goal', side, value }));

/** @param pending how many of the last events are not sent yet */
function scorerOf(sport: Sport, events: Told[], pending = 0): Scorer {
  const all = events.map((event, i): ShownEvent => ({
    ...NOTHING,
    ...event,
    id: String(i),
    pressedAt: new Date(NOW).toISOString(),
    actor: i < events.length - pending ? 'Jonas' : null,
  }));
  const { board, readings } = foldScore(sport, all);
  return {
    event: rehearsal.event,
    score,
    board,
    shown: readings.map(({ event }) => event).reverse(),
    pending,
    link: pending > 0 ? 'offline' : 'online',
    control: { ok: true, reason: null },
    busy: new Set(),
    press: nothing,
    takeBack: nothing,
    discard: nothing,
    name: () => Promise.resolve(true),
  };
}

const screen = (id: string, name: string, scorer: Scorer): GalleryState => ({
  id,
  name,
  look: () => <ScorerScreen scorer={scorer} back={{ href: '/watch/cup', label: 'Watch' }} />,
});

const half: Told = { kind: 'period', period: 'second-half', clock: { ms: 63 * 60_000 + 12_000 } };
const quarter: Told = { kind: 'period', period: 'period-3', clock: { ms: 188_000 } };

/** The scorer's screen, as a phone has it. */
export const scoring: GalleryGroup = {
  id: 'score',
  title: 'Phone, keeping the score',
  about: 'A scorer at the pitch with one hand, by the rules of each sport.',
  size: [390, 844],
  themes: BOTH,
  states: [
    screen('before', 'before the first point', { ...scorerOf('free', []), score: null }),
    screen('free', 'any sport', scorerOf('free', [half, ...goals(2, 'home'), ...goals(1, 'away')])),
    screen('football', 'football', scorerOf('football', [half, ...goals(2, 'home'), ...goals(1, 'away')])),
    screen(
      'basketball',
      'basketball, no connection',
      scorerOf('basketball', [quarter, ...goals(20, 'home', 2), ...goals(12, 'away', 3)], 3),
    ),
    screen('handball', 'handball', scorerOf('handball', [half, ...goals(19, 'home'), ...goals(20, 'away')])),
    screen(
      'volleyball',
      'volleyball',
      scorerOf('volleyball', [...goals(25, 'home'), ...goals(25, 'away'), ...goals(14, 'home')]),
    ),
    screen(
      'rugby',
      'rugby',
      scorerOf('rugby', [half, ...goals(3, 'home', 5), ...goals(2, 'home', 2), ...goals(4, 'away', 3)]),
    ),
    screen('tennis', 'tennis', scorerOf('tennis', [...goals(24, 'home'), ...goals(13, 'away')])),
  ],
};

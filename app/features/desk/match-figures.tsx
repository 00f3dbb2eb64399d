import type { Points, ScoreBoard, SideFigures } from '../../../contract/score';
import type { Statistics } from '../../../contract/statistics';
import { CARD_LABELS, periodRule, SPORT_RULES } from '../../../core/scoring/sports';

interface Props {
  match: NonNullable<Statistics['match']>;
}

/** Figures of both sides, from the events that count: points by set or period, cards, who scored. */
export function MatchFigures({ match: { home, away, board } }: Props) {
  const rows = rowsOf(board);
  if (rows.length === 0) return null;
  return (
    <table className="match-figures">
      <caption>{SPORT_RULES[board.sport].label}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col" dir="auto">
            {home}
          </th>
          <th scope="col" dir="auto">
            {away}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, values }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td className="num">{values[0]}</td>
            <td className="num">{values[1]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FigureRow {
  label: string;
  values: [string | number, string | number];
}

/** What neither side has is no row. */
function rowsOf(board: ScoreBoard): FigureRow[] {
  const { home, away } = board.figures;
  const both = (label: string, of: (side: SideFigures) => number): FigureRow => ({
    label,
    values: [of(home), of(away)],
  });
  const { values, cards } = SPORT_RULES[board.sport];
  // One value says no more than the points do.
  const goals = values.length < 2 ? [] : values;
  const rows = [
    ...board.sets.map((set, i) => row(`Set ${i + 1}`, set)),
    ...board.periods.map(({ period, ...points }) =>
      row(
        period === null ? 'Before the first period' : (periodRule(board.sport, period)?.label ?? period),
        points,
      ),
    ),
    ...goals.map(({ value, label }) =>
      both(label, (side) => side.goals.find((one) => one.value === value)?.count ?? 0),
    ),
    ...cards.map((card) =>
      both(CARD_LABELS[card], (side) => side.cards.find((one) => one.card === card)?.count ?? 0),
    ),
    both('Substitutions', (side) => side.substitutions),
    both('Time-outs', (side) => side.timeouts),
  ].filter(({ values: figures }) => figures.some((value) => value !== 0));
  const scorers: FigureRow = { label: 'Scorers', values: [scorersOf(home), scorersOf(away)] };
  return scorers.values.some((text) => text !== '') ? [...rows, scorers] : rows;
}

function row(label: string, { home, away }: Points): FigureRow {
  return { label, values: [home, away] };
}

/** `7 Kim 4, 11 2` */
function scorersOf({ scorers }: SideFigures): string {
  return scorers.map(({ player, points }) => `${player} ${points}`).join(', ');
}

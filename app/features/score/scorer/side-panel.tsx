import { useState } from 'react';
import type { CrewScore } from '../../../../contract/messages';
import type { Side } from '../../../../contract/score';
import { CARD_LABELS, SPORT_RULES } from '../../../../core/scoring/sports';
import { Button } from '../../../ui/button';
import { ConfirmDialog, Dialog } from '../../../ui/dialog';
import { Field } from '../../../ui/fields';
import type { Scorer } from './use-scorer';

interface Props {
  side: Side;
  score: CrewScore;
  scorer: Scorer;
}

/** One side: its points, the large buttons for more, and small ones for whatever else may happen. */
export function SidePanel({ side, score, scorer: { board, press } }: Props) {
  const [asking, setAsking] = useState(false);
  const [more, setMore] = useState(false);
  const { name, short } = score[side];
  const points = board[side];
  const { values, timeouts } = SPORT_RULES[board.sport];
  const left = board.figures[side].timeoutsLeft;
  const less = Math.max(0, points - 1);
  const then = side === 'home' ? `${less}:${board.away}` : `${board.home}:${less}`;
  return (
    <section className="scorer-side card" aria-label={name}>
      <h2 dir="auto">{name}</h2>
      <output className="scorer-points num">{points}</output>
      <div className="scorer-values" data-count={values.length}>
        {values.map(({ value, label }) => (
          <Button
            key={value}
            kind="primary"
            className="scorer-plus"
            aria-label={`+${value} for ${name}`}
            onClick={() => press({ kind: 'goal', side, value })}
          >
            +{value}
            <small>{label.startsWith('+') ? short : label}</small>
          </Button>
        ))}
      </div>
      <div className="scorer-small">
        <Button size="touch" disabled={points === 0 && !board.game} onClick={() => setAsking(true)}>
          −1 {short}…
        </Button>
        <Button size="touch" aria-label={`More of ${name}`} onClick={() => setMore(true)}>
          More…
        </Button>
        {timeouts ? (
          <Button
            size="touch"
            className="scorer-timeout"
            aria-label={`Time-out ${name}, ${left ?? 0} left`}
            onClick={() => press({ kind: 'timeout', side, ...stopped(board.clock.startedAt) })}
          >
            Time-out <small className="num">{left}</small>
          </Button>
        ) : null}
      </div>
      <ConfirmDialog
        open={asking}
        title={`Take a point off ${name}?`}
        confirm="Take one off"
        onConfirm={() => {
          press({ kind: 'correction', side, value: -1 });
          setAsking(false);
        }}
        onClose={() => setAsking(false)}
      >
        It then stands {then}. Viewers see it at once.
      </ConfirmDialog>
      <Dialog open={more} title={name} onClose={() => setMore(false)}>
        <MoreForm side={side} scorer={{ board, press }} onDone={() => setMore(false)} />
      </Dialog>
    </section>
  );
}

/** A time-out stops a clock that runs. */
function stopped(startedAt: string | null) {
  return startedAt === null ? {} : { clock: { running: false } };
}

interface MoreProps {
  side: Side;
  scorer: Pick<Scorer, 'board' | 'press'>;
  onDone: () => void;
}

const NO_PLAYER = { number: '', name: '', comesOn: '', note: '' };

/** With the player, where somebody has time to type: a goal, a card, a substitution. */
function MoreForm({ side, scorer: { board, press }, onDone }: MoreProps) {
  const [typed, setTyped] = useState(NO_PLAYER);
  const { values, cards, substitutions } = SPORT_RULES[board.sport];
  const give = (event: Parameters<Scorer['press']>[0]) => {
    press({ ...event, ...(typed.note.trim() && { note: typed.note.trim() }) });
    onDone();
  };
  const player = playerOf(typed.number, typed.name);
  const playerIn = playerOf(typed.comesOn, '');
  const field = (name: keyof typeof NO_PLAYER, label: string, numeric: boolean) => (
    <Field
      label={label}
      value={typed[name]}
      maxLength={numeric ? 3 : name === 'note' ? 80 : 40}
      {...(numeric && { inputMode: 'numeric', pattern: '[0-9]*' })}
      onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
    />
  );
  return (
    <div className="scorer-more">
      <div className="scorer-fields">
        {field('number', 'Number', true)}
        {field('name', 'Player', false)}
        {substitutions ? field('comesOn', 'Comes on', true) : null}
        {field('note', 'Note', false)}
      </div>
      <div className="scorer-choices">
        {values.map(({ value, label }) => (
          <Button
            key={value}
            size="touch"
            kind="primary"
            onClick={() => give({ kind: 'goal', side, value, ...player })}
          >
            {label}
          </Button>
        ))}
        {cards.map((card) => (
          <Button key={card} size="touch" onClick={() => give({ kind: 'card', side, card, ...player })}>
            {CARD_LABELS[card]}
          </Button>
        ))}
        {substitutions ? (
          <Button
            size="touch"
            onClick={() =>
              give({
                kind: 'substitution',
                side,
                ...player,
                ...(playerIn.player && { playerIn: playerIn.player }),
              })
            }
          >
            Substitution
          </Button>
        ) : null}
      </div>
      <div className="dialog-buttons">
        <Button size="touch" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

/** Nothing where nothing was typed. */
function playerOf(number: string, name: string) {
  const digits = /^\d{1,3}$/.test(number.trim()) ? Number(number) : undefined;
  const word = name.trim() === '' ? undefined : name.trim();
  if (digits === undefined && word === undefined) return {};
  return { player: { ...(digits !== undefined && { number: digits }), ...(word && { name: word }) } };
}

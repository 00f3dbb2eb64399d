import { Undo2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { CrewScore, Snapshot } from '../../../../contract/messages';
import type { Side } from '../../../../contract/vocabulary';
import { MAX_NAME, MAX_SHORT, shortNames, sidesOfTitle } from '../../../../core/score';
import { Button, ButtonLink } from '../../../ui/button';
import { ConfirmDialog, Dialog } from '../../../ui/dialog';
import { Field } from '../../../ui/fields';
import { ThemeToggle } from '../../../ui/plain-page';
import { Notice, StateWord } from '../../../ui/signs';
import { useWakeLock } from '../../phone-studio/use-wake-lock';
import { ClockPanel } from './clock-panel';
import { type Scorer, type SideWish, useScorer } from './use-scorer';

interface Props {
  initial: Snapshot<'crew'>;
  /** Where else this person has something to do. */
  back: { href: string; label: string };
}

/**
 * The scorer's screen, for a phone in one hand: the clock above, and beneath the thumb a point for each side.
 */
export function ScorerPage({ initial, back }: Props) {
  const scorer = useScorer(initial);
  const { event, score, control, give } = scorer;
  const [naming, setNaming] = useState(false);
  // A phone that has gone to sleep misses the goal.
  useWakeLock(event.status !== 'ended');
  return (
    <main className="scorer">
      <header className="scorer-head">
        <div className="grow">
          <h1 className="clip">{event.title}</h1>
          <LinkWord link={scorer.link} />
        </div>
        <ButtonLink kind="surface" size="touch" to={back.href} reloadDocument>
          {back.label}
        </ButtonLink>
        <ThemeToggle />
      </header>
      {control.ok ? null : <Notice>{control.reason}</Notice>}
      {score ? (
        <>
          <ClockPanel score={score} scorer={scorer} onNames={() => setNaming(true)} />
          <div className="scorer-sides">
            <SidePanel side="home" score={score} scorer={scorer} />
            <SidePanel side="away" score={score} scorer={scorer} />
          </div>
          <UndoBar score={score} scorer={scorer} />
          <Dialog open={naming} title="Names" onClose={() => setNaming(false)}>
            <NamesForm
              title={event.title}
              score={score}
              busy={scorer.busy.has('name')}
              onNames={(home, away) =>
                void give('name', ({ name }) => name(home, away)).then((done) => done && setNaming(false))
              }
            />
          </Dialog>
        </>
      ) : event.kind === 'show' ? (
        <Notice state="standby" title="A show has no score">
          Only a match has one.
        </Notice>
      ) : (
        <section className="card stack">
          <h2>Who plays?</h2>
          <p className="text-2">Viewers see the score as soon as you begin. Names can be changed later.</p>
          <NamesForm
            title={event.title}
            score={null}
            busy={scorer.busy.has('name')}
            onNames={(home, away) => void give('name', ({ name }) => name(home, away))}
          />
        </section>
      )}
    </main>
  );
}

/** The connection in words: a scorer looks at the pitch, and must not wonder. */
function LinkWord({ link }: Pick<Scorer, 'link'>) {
  return (
    <p role="status">
      {link === 'online' ? (
        <StateWord state="ready">Connected</StateWord>
      ) : link === 'connecting' ? (
        <StateWord state="waiting">Connecting…</StateWord>
      ) : (
        <StateWord state="attention">No connection</StateWord>
      )}
    </p>
  );
}

/** Takes back what was counted last, and shows what that was and by whom. */
function UndoBar({ score, scorer: { busy, give } }: { score: CrewScore; scorer: Scorer }) {
  const { last } = score;
  return (
    <div className="scorer-undo">
      <Button
        size="touch"
        wide
        icon={<Undo2 className="icon" />}
        disabled={last === null}
        busy={busy.has('undo')}
        onClick={() => last && void give('undo', ({ undo }) => undo(last.id))}
      >
        {last ? (
          <span className="clip">
            Undo {last.delta > 0 ? '+1' : '−1'} {score[last.side].short}
            <span className="scorer-by">, by {last.actor}</span>
          </span>
        ) : (
          'Nothing to undo'
        )}
      </Button>
    </div>
  );
}

interface NamesFormProps {
  /** Of the event: most name both sides. */
  title: string;
  /** Null before the score has begun. */
  score: CrewScore | null;
  busy: boolean;
  onNames: (home: SideWish, away: SideWish) => void;
}

/** What both sides are called. Short names are made from the names until somebody writes others. */
function NamesForm({ title, score, busy, onNames }: NamesFormProps) {
  const [first, second] = sidesOfTitle(title) ?? ['', ''];
  const [names, setNames] = useState({
    home: score?.home.name ?? first,
    away: score?.away.name ?? second,
  });
  const [shorts, setShorts] = useState({ home: score?.home.short ?? null, away: score?.away.short ?? null });
  const [homeShort, awayShort] = shortNames(names.home, names.away);
  const made = { home: homeShort, away: awayShort };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wish = (side: Side): SideWish => ({
      name: names[side].trim(),
      ...(shorts[side]?.trim() ? { short: shorts[side].trim() } : {}),
    });
    onNames(wish('home'), wish('away'));
  };
  return (
    <form className="scorer-names" onSubmit={submit}>
      {(['home', 'away'] as const).map((side) => (
        <div key={side} className="scorer-name">
          <Field
            label={side === 'home' ? 'Home' : 'Away'}
            value={names[side]}
            maxLength={MAX_NAME}
            required
            onChange={(event) => setNames({ ...names, [side]: event.target.value })}
          />
          <Field
            label="Short"
            aria-label={side === 'home' ? 'Home, short' : 'Away, short'}
            value={shorts[side] ?? (names[side].trim() ? made[side] : '')}
            maxLength={MAX_SHORT}
            onChange={(event) => setShorts({ ...shorts, [side]: event.target.value })}
          />
        </div>
      ))}
      <Button kind="primary" size="large" wide type="submit" busy={busy}>
        {score ? 'Keep names' : 'Begin at 0:0'}
      </Button>
    </form>
  );
}

interface SidePanelProps {
  side: Side;
  score: CrewScore;
  scorer: Scorer;
}

/** One side: its points, the large button for one more, and a small one for one less, which asks first. */
function SidePanel({ side, score, scorer: { busy, give } }: SidePanelProps) {
  const [asking, setAsking] = useState(false);
  const { name, short, points } = score[side];
  const count = (delta: 1 | -1) => give(`${side}${delta}`, (all) => all.count(side, delta));
  const takeOff = () => void count(-1).then(() => setAsking(false));
  const less = Math.max(0, points - 1);
  const then = side === 'home' ? `${less}:${score.away.points}` : `${score.home.points}:${less}`;
  return (
    <section className="scorer-side card" aria-label={name}>
      <h2 dir="auto">{name}</h2>
      <output className="scorer-points num">{points}</output>
      <Button
        kind="primary"
        className="scorer-plus"
        aria-label={`+1 for ${name}`}
        busy={busy.has(`${side}1`)}
        onClick={() => void count(1)}
      >
        +1
        <small>{short}</small>
      </Button>
      <Button size="touch" wide disabled={points === 0} onClick={() => setAsking(true)}>
        −1 {short}…
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Take a point off ${name}?`}
        confirm="Take one off"
        busy={busy.has(`${side}-1`)}
        onConfirm={takeOff}
        onClose={() => setAsking(false)}
      >
        It then stands {then}. Viewers see it at once.
      </ConfirmDialog>
    </section>
  );
}

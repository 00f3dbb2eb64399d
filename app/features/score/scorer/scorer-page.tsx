import { useState } from 'react';
import type { Snapshot } from '../../../../contract/messages';
import type { ScoreEventsAnswer } from '../../../../contract/score';
import { Button, ButtonLink } from '../../../ui/button';
import { ConfirmDialog, Dialog } from '../../../ui/dialog';
import { ThemeToggle } from '../../../ui/plain-page';
import { Notice, StateWord } from '../../../ui/signs';
import { useWakeLock } from '../../phone-studio/use-wake-lock';
import { ClockPanel } from './clock-panel';
import { NamesForm } from './names-form';
import { SidePanel } from './side-panel';
import { UndoBar } from './taking-back';
import { type Scorer, useScorer } from './use-scorer';

interface Props {
  initial: Snapshot<'crew'>;
  /** The list of events as the server had it. */
  list: ScoreEventsAnswer;
  /** Where else this person has something to do. */
  back: { href: string; label: string };
}

export function ScorerPage({ initial, list, back }: Props) {
  return <ScorerScreen scorer={useScorer(initial, list)} back={back} />;
}

/**
 * The scorer's screen, for a phone in one hand: the clock above, and beneath the thumb a point for each side.
 */
export function ScorerScreen({ scorer, back }: { scorer: Scorer; back: Props['back'] }) {
  const { event, score, control, board, name } = scorer;
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
      <Pending scorer={scorer} />
      {score ? (
        <>
          <ClockPanel scorer={scorer} onNames={() => setNaming(true)} />
          <div className="scorer-sides">
            <SidePanel side="home" score={score} scorer={scorer} />
            <SidePanel side="away" score={score} scorer={scorer} />
          </div>
          <UndoBar score={score} scorer={scorer} />
          <Dialog open={naming} title="Names" onClose={() => setNaming(false)}>
            <NamesForm
              title={event.title}
              score={score}
              sport={board.sport}
              busy={scorer.busy.has('name')}
              onNames={(home, away, sport) =>
                void name(home, away, sport).then((done) => done && setNaming(false))
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
            sport={board.sport}
            busy={scorer.busy.has('name')}
            onNames={(home, away, sport) => void name(home, away, sport)}
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

/** What this phone has kept. Most presses are counted before anybody could read of them. */
function Pending({ scorer: { pending, link, discard } }: { scorer: Scorer }) {
  const [asking, setAsking] = useState(false);
  const shown = pending > 0 && (link !== 'online' || pending > 1);
  return (
    <div className="scorer-pending" data-shown={shown} role="status">
      {shown ? (
        <>
          <StateWord state="waiting">
            {pending === 1 ? '1 press is' : `${pending} presses are`} kept on this phone and not sent yet.
          </StateWord>
          <Button kind="link" onClick={() => setAsking(true)}>
            Discard…
          </Button>
        </>
      ) : null}
      <ConfirmDialog
        open={asking}
        title="Discard what was not sent?"
        confirm="Discard"
        cancel="Keep"
        onConfirm={() => {
          discard();
          setAsking(false);
        }}
        onClose={() => setAsking(false)}
      >
        Viewers have not seen it, and never will. Otherwise it is sent as soon as there is a connection.
      </ConfirmDialog>
    </div>
  );
}

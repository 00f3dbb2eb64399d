import { StateWord } from '../../ui/state-word';
import type { SignState } from '../../ui/shape';
import { Button } from '../../ui/button';
import { useCrew } from '../crew/crew-context';
import { useCommand } from '../crew/use-command';
import { AirControl } from './air-control';
import { PreflightClock } from './preflight-clock';
import { preflightSentence } from './preflight';
import type { PreflightCheck, CheckFix, CheckResult } from './preflight-check';

const SIGNS: Record<CheckResult, { sign: SignState; word: string }> = {
  no: { sign: 'attention', word: 'NO GO' },
  look: { sign: 'attention', word: 'LOOK' },
  wait: { sign: 'waiting', word: 'WAIT' },
  go: { sign: 'ready', word: 'GO' },
};

interface Props {
  checks: PreflightCheck[];
  /** Opens the form for a destination's key. */
  onKey: (destinationId: string) => void;
}

/** Go or no-go: every reason not to, with its remedy, and the button. */
export function PreflightCard({ checks, onKey }: Props) {
  const { status } = useCrew().state.event;
  const open = status === 'ready' || status === 'live';
  return (
    <aside className="board-card" aria-label="Go or no-go">
      <PreflightClock />
      <ul className="board">
        {(open ? checks : []).map((check) => (
          <li key={check.name} data-verdict={check.verdict}>
            <StateWord state={SIGNS[check.verdict].sign} filled={check.verdict === 'wait' ? 'tint' : 'full'}>
              {SIGNS[check.verdict].word}
            </StateWord>
            <div className="grow">
              <b>{check.name}</b>
              <small>{check.text}</small>
              {check.remedy ? (
                <RemedyButton remedy={check.remedy} first={check.verdict === 'no'} onKey={onKey} />
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      <AirControl
        sentence={preflightSentence(checks)}
        ready={checks.every((check) => check.verdict !== 'no')}
      />
    </aside>
  );
}

interface RemedyProps {
  remedy: CheckFix;
  /** Nothing goes before it: then it is the next step, and not going live. */
  first: boolean;
  onKey: (destinationId: string) => void;
}

function RemedyButton({ remedy, first, onKey }: RemedyProps) {
  const { commands } = useCrew();
  const { busy, run } = useCommand();
  const act = () => {
    switch (remedy.do) {
      case 'show': {
        const part = document.getElementById(remedy.target);
        part?.scrollIntoView({ block: 'nearest' });
        part?.focus();
        return;
      }
      case 'admit':
        return void run('remedy', () => commands.changeCamera(remedy.cameraId, { state: 'admitted' }));
      case 'unmute':
        return void run('remedy', () => commands.changeCamera(remedy.cameraId, { muted: false }));
      case 'encode':
        return void run('remedy', () => commands.setEncoding(remedy.encoding));
      case 'key':
        return onKey(remedy.destinationId);
    }
  };
  return (
    <Button kind={first ? 'primary' : undefined} busy={busy.has('remedy')} onClick={act}>
      <span className="clip">{remedy.label}</span>
    </Button>
  );
}

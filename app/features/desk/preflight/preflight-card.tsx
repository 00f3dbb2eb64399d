import { useState } from 'react';
import { Button } from '../../../ui/button';
import { clockText, elapsed } from '../../../ui/format';
import { type SignState, StateWord } from '../../../ui/signs';
import { useCrew } from '../../crew/crew-context';
import { EndStream } from '../../crew/command-buttons';
import { useCommand } from '../../crew/commands';
import { type CheckFix, type CheckResult, type PreflightCheck, preflightSentence } from './preflight';

const SIGNS: Record<CheckResult, { sign: SignState; word: string }> = {
  no: { sign: 'attention', word: 'NO GO' },
  look: { sign: 'attention', word: 'LOOK' },
  wait: { sign: 'waiting', word: 'WAIT' },
  go: { sign: 'ready', word: 'GO' },
};

interface Props {
  checks: PreflightCheck[];
  onKey: (destinationId: string) => void;
}

export function PreflightCard({ checks, onKey }: Props) {
  const { status } = useCrew().state.event;
  const open = status === 'ready' || status === 'live';
  return (
    <aside className="preflight-card" aria-label="Go or no-go">
      <PreflightClock />
      <ul className="preflight-checks">
        {(open ? checks : []).map((check) => (
          <li key={check.name} data-result={check.result}>
            <StateWord state={SIGNS[check.result].sign} filled={check.result === 'wait' ? 'tint' : 'full'}>
              {SIGNS[check.result].word}
            </StateWord>
            <div className="grow">
              <b>{check.name}</b>
              <small>{check.text}</small>
              {check.remedy ? (
                <FixButton remedy={check.remedy} first={check.result === 'no'} onKey={onKey} />
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      <AirControl
        sentence={preflightSentence(checks)}
        ready={checks.every((check) => check.result !== 'no')}
      />
    </aside>
  );
}

interface RemedyProps {
  remedy: CheckFix;
  /** True for a check that stops the start: its fix is then the next step, not going live. */
  first: boolean;
  onKey: (destinationId: string) => void;
}

function FixButton({ remedy, first, onKey }: RemedyProps) {
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

function PreflightClock() {
  const { state, now } = useCrew();
  const { status, startsAt, liveSince } = state.event;
  if (status === 'live') return <Clock label="On the air for" value={elapsed(liveSince, now)} />;
  if (status === 'ended') return <Clock label="This event" value="is over" />;
  if (status === 'draft') return <Clock label="This event" value="is a draft" />;
  const leftS = startsAt && now !== null ? Math.round((Date.parse(startsAt) - now) / 1000) : null;
  if (leftS === null) return <Clock label="Starts" value="when you go live" />;
  return leftS >= 0 ? (
    <Clock label="Starts in" value={untilText(leftS)} />
  ) : (
    <Clock label="Should have started" value={`${clockText(-leftS)} ago`} />
  );
}

const DAY_S = 86_400;

function untilText(leftS: number): string {
  if (leftS > 2 * DAY_S) return `${Math.floor(leftS / DAY_S)} days`;
  if (leftS >= 3600) return `${Math.floor(leftS / 3600)} h ${Math.floor(leftS / 60) % 60} min`;
  return `${Math.floor(leftS / 60)} min ${leftS % 60} s`;
}

function Clock({ label, value }: { label: string; value: string }) {
  return (
    <div className="preflight-clock">
      <span className="text-3">{label}</span>
      <b className="num">{value}</b>
    </div>
  );
}

function AirControl({ sentence, ready }: { sentence: string; ready: boolean }) {
  const { state, commands } = useCrew();
  const { busy, run } = useCommand();
  const [asking, setAsking] = useState(false);
  switch (state.event.status) {
    case 'draft':
      return (
        <div className="air-control">
          <p>Publish it, so that phones can join and the watch page opens.</p>
          <Button
            kind="primary"
            size="large"
            wide
            busy={busy.has('publish')}
            onClick={() => void run('publish', commands.publish)}
          >
            Publish
          </Button>
        </div>
      );
    case 'ready':
      if (state.event.kind === 'show') {
        return (
          <div className="air-control">
            <p>It goes live automatically when the host goes on the air, and viewers see that at once.</p>
          </div>
        );
      }
      return (
        <div className="air-control">
          <p>{sentence}</p>
          <Button
            kind={ready ? 'primary' : undefined}
            size="large"
            wide
            busy={busy.has('start')}
            onClick={() => void run('start', commands.start)}
          >
            Go live
          </Button>
          <small>Starts {startsWhat(state.destinations)}.</small>
        </div>
      );
    case 'live':
      return (
        <div className="air-control">
          <Button size="large" wide onClick={() => setAsking(true)}>
            End stream…
          </Button>
          <EndStream open={asking} onClose={() => setAsking(false)} />
        </div>
      );
    case 'ended':
      return (
        <div className="air-control">
          <p>Recordings and log are kept below. Reopen it to stream again.</p>
          <Button
            size="large"
            wide
            busy={busy.has('reopen')}
            onClick={() => void run('reopen', commands.reopen)}
          >
            Reopen
          </Button>
        </div>
      );
  }
}

function startsWhat(destinations: { label: string; enabled: boolean }[]): string {
  const names = destinations.filter((one) => one.enabled).map((one) => one.label);
  return [...names, 'the watch page'].join(', ') + ' and the recording';
}

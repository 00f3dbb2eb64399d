import type { DestinationSlice } from '../../../contract/messages';
import { Button } from '../../ui/button';
import { elapsed, mbitText } from '../../ui/format';
import { StateWord } from '../../ui/state-word';
import { useCrew } from '../crew/crew-context';
import { needsLook, OUTPUT_LOOK } from '../crew/output-look';
import { useCommand } from '../crew/use-command';
import { PlatformChip } from '../destinations/platform-chip';
import { type Fix, RemedyButton } from '../destinations/remedy-button';

/** One destination: its state, what it gets, what is wrong with it and what to do. */
export function DestinationCard({
  destination,
  onFix,
}: {
  destination: DestinationSlice;
  /** Opens a form for its key or settings; null for who may not change them. */
  onFix: ((what: Fix) => void) | null;
}) {
  const { state, now } = useCrew();
  const { status, verdict, since, retries } = destination;
  const look = OUTPUT_LOOK[status];
  const live = state.event.status === 'live';
  return (
    <section
      className="output-card"
      data-attention={needsLook(status) || (status === 'live' && verdict !== null)}
      aria-label={destination.label}
    >
      <div className="row">
        <h3 className="grow clip">{destination.label}</h3>
        <StateWord state={look.sign}>{look.word.toUpperCase()}</StateWord>
      </div>
      {status === 'live' ? (
        <p className="output-rate">
          <b className="num">{mbitText(destination.kbps)}</b> Mbit/s
        </p>
      ) : null}
      <PlatformChip destination={destination} />
      {verdict && status !== 'off' ? <p role="status">{verdict}</p> : null}
      <div className="row output-foot">
        <span className="grow small text-2 num">
          {live && status !== 'off'
            ? `${elapsed(since, now)}${status === 'live' && verdict === null ? ' unbroken' : ''}`
            : whereTo(destination, live)}
          {retries > 0 && status !== 'live' ? ` · try ${retries + 1}` : ''}
        </span>
        {status === 'off' ? null : <RemedyButton destination={destination} onFix={onFix} />}
        <StartStop destination={destination} />
      </div>
    </section>
  );
}

function whereTo({ enabled, keyHint }: DestinationSlice, live: boolean): string {
  const key = keyHint === '' ? 'no key' : `•••• ${keyHint}`;
  if (live) return key;
  return enabled ? `with the event · ${key}` : `stays off · ${key}`;
}

function StartStop({ destination }: { destination: DestinationSlice }) {
  const { commands, state } = useCrew();
  const { busy, run } = useCommand();
  // Before the show it is only decided whether it starts with it.
  const words = state.event.status === 'live' ? ['Start', 'Stop'] : ['Turn on', 'Turn off'];
  const { id, enabled, label } = destination;
  return (
    <Button
      size="small"
      busy={busy.has('toggle')}
      aria-description={label}
      onClick={() =>
        void run('toggle', () => (enabled ? commands.stopDestination(id) : commands.startDestination(id)))
      }
    >
      {words[enabled ? 1 : 0]}
    </Button>
  );
}

import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { DestinationForm } from '../../../contract/destinations';
import type { DestinationSlice } from '../../../contract/messages';
import { Button, ButtonLink } from '../../ui/button';
import { byteText, elapsed, mbitText } from '../../ui/format';
import { StateWord } from '../../ui/signs';
import { useCrew } from '../crew/crew-context';
import { needsLook, OUTPUT_LOOK } from '../crew/looks';
import { useCommand } from '../crew/commands';
import { DestinationDialog } from '../destinations/destination-form';
import { PlatformChip } from '../destinations/platform-chip';
import { type Fix, RemedyButton } from '../destinations/remedy-button';

export function OutputsPanel({ deskHref, forms }: { deskHref: string | null; forms: DestinationForm[] }) {
  const { destinations } = useCrew().state;
  const [editing, setEditing] = useState<{ what: Fix; destination: DestinationSlice } | null>(null);
  const mayChange = forms.length > 0;
  return (
    <>
      <div className="outputs">
        {destinations.map((destination) => (
          <DestinationCard
            key={destination.id}
            destination={destination}
            onFix={mayChange ? (what) => setEditing({ what, destination }) : null}
          />
        ))}
        {destinations.length === 0 ? (
          <div className="output-card">
            <h3>No destination</h3>
            <p>
              The program goes to the watch page and the recording only. Add YouTube, Twitch or any RTMP
              address on the desk.
            </p>
          </div>
        ) : null}
        <OwnOutputs />
      </div>
      <DestinationDialog
        key={editing ? editing.destination.id + editing.what : ''}
        forms={forms}
        editing={editing}
        onClose={() => setEditing(null)}
      />
      {deskHref ? (
        <ButtonLink to={`${deskHref}#destinations`} wide icon={<Plus className="icon" />}>
          Add destination
        </ButtonLink>
      ) : null}
    </>
  );
}

function DestinationCard({
  destination,
  onFix,
}: {
  destination: DestinationSlice;
  /** Opens a form for its key or settings; null for crew who may not change them. */
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
  // Before the show the button only decides whether the destination starts with it.
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

/** Every event has these two: the watch page and the recording. */
function OwnOutputs() {
  const { state, telemetry, viewers } = useCrew();
  const { recording, viewers: watch, hls } = state.outputs;
  const watching = viewers ?? telemetry?.viewers.total ?? 0;
  const watchLook = OUTPUT_LOOK[watch.status];
  const recordLook = OUTPUT_LOOK[recording.status];
  return (
    <ul className="own-outputs">
      <li>
        <span className="row">
          <a className="grow clip" href={`/watch/${state.event.slug}`} target="_blank" rel="noreferrer">
            Watch page
          </a>
          {watch.status === 'live' ? <span className="small text-2 num">{watching} watching</span> : null}
          <StateWord state={watchLook.sign}>{watchLook.word.toUpperCase()}</StateWord>
        </span>
        {watch.verdict ? <p>{watch.verdict}</p> : null}
        {hls.verdict ? <p>{hls.verdict}</p> : null}
      </li>
      <li>
        <span className="row">
          <span className="grow">Recording</span>
          {recording.bytes > 0 ? <span className="small text-2 num">{byteText(recording.bytes)}</span> : null}
          <StateWord state={recordLook.sign}>
            {recording.status === 'live' ? 'REC' : recordLook.word.toUpperCase()}
          </StateWord>
        </span>
        {recording.verdict ? <p>{recording.verdict}</p> : null}
      </li>
    </ul>
  );
}

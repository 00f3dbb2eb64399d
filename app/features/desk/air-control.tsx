import { useState } from 'react';
import { Button } from '../../ui/button';
import { useCrew } from '../crew/crew-context';
import { EndStream } from '../crew/end-stream';
import { useCommand } from '../crew/use-command';

/** The one next step of the event as a button. */
export function AirControl({ sentence, ready }: { sentence: string; ready: boolean }) {
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
            <p>It goes live by itself when the host goes on the air, and viewers see that at once.</p>
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

import { useState } from 'react';
import { Button } from '../../ui/button';
import { useCrew } from '../crew/crew-context';
import { EndStream } from '../crew/end-stream';
import { useCommand } from '../crew/use-command';

/** The way on the air and, after a question, off it. */
export function AirButton({ mayReopen }: { mayReopen: boolean }) {
  const { state, commands } = useCrew();
  const { busy, run } = useCommand();
  const [asking, setAsking] = useState(false);
  const { status } = state.event;
  if (status === 'draft') return null;
  if (status === 'ended') {
    return !mayReopen ? null : (
      <Button busy={busy.has('reopen')} onClick={() => void run('reopen', commands.reopen)}>
        Reopen
      </Button>
    );
  }
  if (status === 'ready') {
    return (
      <Button kind="primary" busy={busy.has('start')} onClick={() => void run('start', commands.start)}>
        Go live
      </Button>
    );
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>End stream…</Button>
      <EndStream open={asking} onClose={() => setAsking(false)} />
    </>
  );
}

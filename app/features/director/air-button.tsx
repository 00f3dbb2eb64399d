import { useState } from 'react';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { useCrew } from '../crew/crew-context';
import { useCommand } from '../crew/use-command';

/** The way on the air and, after a question, off it. */
export function AirButton({ mayReopen }: { mayReopen: boolean }) {
  const { state, commands } = useCrew();
  const { busy, run } = useCommand();
  const [asking, setAsking] = useState(false);
  const end = () => void run('stop', commands.stop).then(() => setAsking(false));
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
      <ConfirmDialog
        open={asking}
        title="End the stream?"
        confirm="End stream"
        cancel="Stay live"
        busy={busy.has('stop')}
        onConfirm={end}
        onClose={() => setAsking(false)}
      >
        All destinations and the recording stop, and viewers see that it is over. The event can be reopened.
      </ConfirmDialog>
    </>
  );
}

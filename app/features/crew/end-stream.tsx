import { ConfirmDialog } from '../../ui/dialog';
import { useCrew } from './crew-context';
import { useCommand } from './commands';

/** Confirms on the desk and on the director’s page before everything goes off the air. */
export function EndStream({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { commands } = useCrew();
  const { busy, run } = useCommand();
  return (
    <ConfirmDialog
      open={open}
      title="End the stream?"
      confirm="End stream"
      cancel="Stay live"
      busy={busy.has('stop')}
      onConfirm={() => void run('stop', commands.stop).then(onClose)}
      onClose={onClose}
    >
      All destinations and the recording stop, and viewers see that it is over. The event can be reopened.
    </ConfirmDialog>
  );
}

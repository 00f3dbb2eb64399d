import { useNavigate } from '@remix-run/react';
import { useState } from 'react';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { useCrew } from '../crew/crew-context';
import { useCommand } from '../crew/use-command';

/** The end of an event, with everything that belongs to it. */
export function DeletePart() {
  const { state, commands } = useCrew();
  const { busy, run } = useCommand();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = () =>
    void run('delete', commands.deleteEvent).then((done) => {
      setAsking(false);
      if (done) navigate('/events');
    });
  if (state.event.status === 'live') return null;
  return (
    <section className="delete-part">
      <Button kind="surface" onClick={() => setAsking(true)}>
        Delete event…
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Delete ${state.event.title}?`}
        confirm="Delete event"
        cancel="Keep it"
        busy={busy.has('delete')}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        Its cameras, keys, links, recordings and log are deleted. This cannot be taken back.
      </ConfirmDialog>
    </section>
  );
}

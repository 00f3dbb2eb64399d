import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { useCommand } from './commands';
import { useCrew } from './crew-context';

const ASKED = {
  renew: {
    title: 'Renew the codes?',
    confirm: 'Renew codes',
    text: 'The printed sheet, the QR code and the link of now stop working at once. Cameras that have joined stay.',
  },
  close: {
    title: 'Close the codes?',
    confirm: 'Close codes',
    text: 'No further phone can join until you renew them. Cameras that have joined stay.',
  },
} as const;

/** For codes that have leaked or are not needed any more: owner and director may renew and close them. */
export function CodeButtons({ open }: { open: boolean }) {
  const [asking, setAsking] = useState<keyof typeof ASKED | null>(null);
  const { commands } = useCrew();
  const { busy, run } = useCommand();
  const { revalidate } = useRevalidator();
  const { title, confirm, text } = ASKED[asking ?? 'renew'];
  const confirmed = () =>
    void run('codes', asking === 'close' ? commands.closeCodes : commands.renewCodes).then((done) => {
      if (done) revalidate();
      setAsking(null);
    });
  return (
    <>
      <Button kind="link" onClick={() => setAsking('renew')}>
        {open ? 'Renew codes…' : 'New codes…'}
      </Button>
      {open ? (
        <Button kind="link" onClick={() => setAsking('close')}>
          Close codes…
        </Button>
      ) : null}
      <ConfirmDialog
        open={asking !== null}
        title={title}
        confirm={confirm}
        busy={busy.has('codes')}
        onConfirm={confirmed}
        onClose={() => setAsking(null)}
      >
        {text}
      </ConfirmDialog>
    </>
  );
}

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

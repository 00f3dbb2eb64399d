import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { ConfirmDialog } from '../../ui/dialog';
import { QrCode } from '../../ui/qr-code';
import { useCrew } from '../crew/crew-context';
import type { JoinFacts } from '../crew/join-facts';
import { useCommand } from '../crew/use-command';

/** The ways in for a phone: QR code, typed code, link; on a sheet of paper too. */
export function ConnectCard({ join }: { join: JoinFacts }) {
  const [asking, setAsking] = useState(false);
  const { state, commands } = useCrew();
  const { busy, run } = useCommand();
  const { revalidate } = useRevalidator();
  const renew = () =>
    void run('renew', commands.renewCodes).then((done) => {
      if (done) revalidate();
      setAsking(false);
    });
  const closed = state.event.status === 'draft' || state.event.status === 'ended';
  return (
    <section id="connect" className="card connect-card" aria-labelledby="connect-title" tabIndex={-1}>
      <h2 id="connect-title">Connect a phone</h2>
      {closed ? (
        <p className="text-2 small">Phones cannot join now: the event is {state.event.status}.</p>
      ) : null}
      <QrCode code={join.qr} label="QR code for phones to join" />
      <p className="join-code">{join.code}</p>
      <p className="text-2 join-address">{join.address}</p>
      <div className="connect-buttons">
        <Button onClick={() => window.print()}>Print sheet</Button>
        <CopyButton text={join.link}>Copy link</CopyButton>
      </div>
      <Button kind="link" onClick={() => setAsking(true)}>
        Renew codes…
      </Button>
      <ConfirmDialog
        open={asking}
        title="Renew the codes?"
        confirm="Renew codes"
        busy={busy.has('renew')}
        onConfirm={renew}
        onClose={() => setAsking(false)}
      >
        The printed sheet, the QR code and the link of now stop working at once. Cameras that have joined
        stay.
      </ConfirmDialog>
    </section>
  );
}

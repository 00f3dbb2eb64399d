import { Button, ButtonLink } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { QrCode } from '../../ui/qr-code';
import { CodeButtons } from '../crew/code-buttons';
import { useCrew } from '../crew/crew-context';
import type { JoinFacts } from '../crew/join-facts.server';

/** How phones join: QR code, typed code, link; the same on a printed sheet. Null: no codes are open. */
export function ConnectCard({ join }: { join: JoinFacts | null }) {
  const { state } = useCrew();
  const closed = state.event.status === 'draft' || state.event.status === 'ended';
  return (
    <section id="connect" className="card connect-card" aria-labelledby="connect-title" tabIndex={-1}>
      <h2 id="connect-title">Connect a phone</h2>
      {closed ? (
        <p className="text-2 small">Phones cannot join now: the event is {state.event.status}.</p>
      ) : null}
      {join ? (
        <>
          <QrCode code={join.qr} label="QR code for phones to join" />
          <p className="join-code">{join.code}</p>
          <p className="text-2 join-address">{join.address}</p>
          <div className="connect-buttons">
            <Button onClick={() => window.print()}>Print sheet</Button>
            <CopyButton text={join.link}>Copy link</CopyButton>
          </div>
        </>
      ) : (
        <p className="text-2 small">
          The codes are closed, or cannot be read with this server’s secrets key: no further phone can join.
        </p>
      )}
      <CodeButtons open={join !== null} />
    </section>
  );
}

/** In place of the codes for phones: a show has one host, who joins by a link. */
export function HostCard({ hostUrl }: { hostUrl: string | null }) {
  const { state } = useCrew();
  const host = state.cameras[0]?.label ?? 'The host';
  return (
    <section id="connect" className="card connect-card" aria-labelledby="connect-title" tabIndex={-1}>
      <h2 id="connect-title">Host</h2>
      <p>
        <b>{host}</b>
      </p>
      {hostUrl ? (
        <>
          <p className="text-2 small">
            Whoever opens this link is the host. Send it to nobody else; to take it back, revoke it below.
          </p>
          <div className="connect-buttons">
            <CopyButton text={hostUrl}>Copy host link</CopyButton>
          </div>
        </>
      ) : (
        <p className="text-2 small">There is no host link any more. Make a new one below.</p>
      )}
      <ButtonLink kind="link" to={`/events/${state.event.slug}/host`}>
        Be the host here
      </ButtonLink>
    </section>
  );
}

/** Printed only (media print): one sheet for the pitch, readable from two steps away. */
export function PrintSheet({ title, join }: { title: string; join: JoinFacts }) {
  return (
    <div className="print-sheet" aria-hidden="true">
      <h1>{title}</h1>
      <p>Make your phone a camera</p>
      <QrCode code={join.qr} label="QR code" />
      <p>
        Scan it, or open <b>{join.address}</b> and type
      </p>
      <p className="join-code">{join.code}</p>
    </div>
  );
}

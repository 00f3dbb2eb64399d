import { CopyButton } from '../../ui/copy-button';
import { QrCode } from '../../ui/qr-code';
import type { JoinFacts } from '../crew/join-facts';

/** The way in for one more phone, at hand during the show. */
export function ConnectPanel({ join }: { join: JoinFacts | null }) {
  if (!join) return <p className="text-2">Ask the event’s creator for the QR code and the typed code.</p>;
  return (
    <div className="connect-panel">
      <QrCode code={join.qr} label="QR code for phones to join" />
      <p className="join-code">{join.code}</p>
      <p className="text-2">Scan it with a phone, or type the code at {join.address}</p>
      <CopyButton text={join.link}>Copy link</CopyButton>
    </div>
  );
}

import { CopyButton } from '../../ui/copy-button';
import { QrCode } from '../../ui/qr-code';
import type { JoinFacts } from '../crew/join-facts';

/** No camera yet: the way to connect one, right here. */
export function EmptyStrip({ join }: { join: JoinFacts | null }) {
  return (
    <div className="strip-empty">
      {join ? (
        <>
          <div className="strip-qr">
            <QrCode code={join.qr} label="QR code for phones to join" />
          </div>
          <div>
            <h2>Connect the first phone</h2>
            <p>Scan the code with a phone’s camera, or open {join.address} on it and type</p>
            <p className="join-code">{join.code}</p>
            <CopyButton size="small" text={join.link}>
              Copy link
            </CopyButton>
          </div>
        </>
      ) : (
        <div>
          <h2>No camera yet</h2>
          <p>Ask the event’s creator for its QR code or its typed code.</p>
        </div>
      )}
    </div>
  );
}

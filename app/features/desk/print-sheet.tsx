import { QrCode } from '../../ui/qr-code';
import type { JoinFacts } from '../crew/join-facts';

/** What the printer gets: one sheet for the pitch, readable from two steps away. */
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

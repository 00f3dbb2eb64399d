import type { QrPath } from '../../ui/qr-path.server';

/** How a phone finds its way to this event. */
export interface JoinFacts {
  /** As shown and typed: `K7QM-2RXD`. */
  code: string;
  /** Where to type it, without the scheme: `tv.tsv-nord.de/join`. */
  address: string;
  /** The whole way in, with the QR secret in its fragment. */
  link: string;
  qr: QrPath;
}

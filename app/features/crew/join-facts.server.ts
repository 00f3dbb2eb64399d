import { spellJoinCode } from '../../../core/join-code';
import { qrPath, type QrPath } from '../../ui/qr-path.server';

/** How a phone joins this event. */
export interface JoinFacts {
  /** As shown and typed: `K7QM-2RXD`; null once it has expired. */
  code: string | null;
  /** The address to type, without its scheme: `tv.tsv-nord.de/join`. */
  address: string;
  /** The complete link, with the QR secret in its fragment. */
  link: string;
  qr: QrPath;
}

export function joinFacts(code: string | null, link: string): JoinFacts {
  const { host } = new URL(link);
  return {
    code: code === null ? null : spellJoinCode(code),
    address: `${host}/join`,
    link,
    qr: qrPath(link),
  };
}

import { qrPath } from '../../ui/qr-path.server';
import type { JoinFacts } from './join-facts';

/** `K7QM2RXD` as people read it aloud: in two halves. */
function spacedCode(code: string): string {
  const plain = code.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
  return plain.length === 8 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : code;
}

export function joinFacts(code: string, link: string): JoinFacts {
  const { host } = new URL(link);
  return { code: spacedCode(code), address: `${host}/join`, link, qr: qrPath(link) };
}
